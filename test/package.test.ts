import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PackedProject, manifest } from './packed.ts';
import { root, runTool } from './planted-tree.ts';

let project: PackedProject;
beforeAll(() => {
  project = new PackedProject();
});
afterAll(() => project[Symbol.dispose]());

const doors = Object.keys(manifest.exports).filter((door) => !door.endsWith('.json'));
const commandIn = (path: string): string =>
  join(path, 'node_modules', manifest.name, manifest.bin['rustok-testkit'] ?? '');
const testkit = (...args: string[]) =>
  spawnSync(process.execPath, [commandIn(project.path), ...args], { encoding: 'utf8', timeout: 60_000 });
const specifier = (door: string): string => JSON.stringify(`${manifest.name}${door.slice(1)}`);

test('publint finds nothing in the packed package', async () => {
  const { messages } = await publint({
    pkgDir: join(project.path, 'node_modules', manifest.name),
    strict: true,
    pack: false,
  });
  expect(messages.map((message) => formatMessage(message, {}, { color: false }))).toEqual([]);
});

test('the types of the packed tarball resolve for an importer of every kind that can load it', () => {
  const { status, stdout, stderr } = runTool('attw', [project.tarball, '--profile', 'esm-only', '--no-color']);
  expect(status, `${stdout}${stderr}`).toBe(0);
});

test('every door opens with the declared dependencies alone, or names the peer that it needs, its range and the install line', () => {
  for (const door of doors) {
    const module = `try { await import(${specifier(door)}); console.log('open'); } catch (error) { console.log(error.code, error.message); }`;
    const printed = project.evaluate(module).trim();
    const peer = Object.entries(manifest.peerDependencies).find(([name]) => printed.includes(`package ${name} (`));
    const expected = peer === undefined ? 'open' : `MISSING_PEER`;
    expect(printed, door).toContain(expected);
    if (peer !== undefined) expect(printed, door).toContain(`npm install --save-dev "${peer[0]}@${peer[1]}"`);
  }
});

test('a database comes with the package alone: no peer, no second install', () => {
  const printed = project.evaluate(`
    import pg from 'pg';
    import { createTestDatabase } from ${specifier('.')};
    const database = await createTestDatabase();
    const client = new pg.Client(database.url);
    await client.connect();
    const { rows } = await client.query('SELECT 1 AS one');
    await client.end();
    await database[Symbol.asyncDispose]();
    console.log(JSON.stringify(rows));
  `);
  expect(printed.trim()).toBe('[{"one":1}]');
});

test('the tarball holds no test, no source and nothing of the repository beside the build', () => {
  const files = execFileSync('tar', ['-tzf', project.tarball], { encoding: 'utf8' }).trim().split('\n');
  const stray = files.filter(
    (file) =>
      !/^package\/(package\.json|README\.md|CHANGELOG\.md|LICENSE|docs\/.+\.md|dist\/.+(?<!\.test)\.(js|d\.ts))$/.test(
        file,
      ),
  );
  expect(stray).toEqual([]);
  // The README links to it.
  expect(files).toContain('package/docs/guides/vitest.md');
});

test('no file of the build imports a source', () => {
  const dist = join(project.path, 'node_modules', manifest.name, 'dist');
  const astray = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .filter((file) => /(?:from|import)\s*\(?\s*['"]\.[^'"\n]*\.ts['"]/.test(readFileSync(join(dist, file), 'utf8')));
  expect(astray).toEqual([]);
});

test('every command of the packed package says how to use it, with the declared dependencies alone', () => {
  expect(testkit('--help')).toMatchObject({ status: 0, stderr: '' });
  for (const command of ['prove', 'sabotage', 'serve', 'proxy', 'bench', 'bench stampede', 'db', 'engines'])
    expect(testkit(...command.split(' '), '--help'), command).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining(`rustok-testkit ${command}`),
    });
});

test('serve of the packed package names the peer that is missing, and serves once the peers are there', async () => {
  expect(testkit('serve')).toMatchObject({ status: 2, stderr: expect.stringContaining('npm install --save-dev') });
  const child = spawn(process.execPath, [commandIn(project.withPeers()), 'serve'], { timeout: 50_000 });
  const ended = Promise.all([text(child.stderr), once(child, 'close')]);
  let printed = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    printed += String(chunk);
    if (printed.includes('Ctrl-C')) break;
  }
  const url = /listens on (\S+)/.exec(printed)?.[1] ?? '';
  const status = url === '' ? undefined : (await fetch(`${url}/health`)).status;
  child.kill('SIGTERM');
  const [complaints, [code]] = await ended;
  expect({ status, code }, complaints).toEqual({ status: 200, code: 0 });
});

test('nothing is exported, installed or kept that nobody uses', () => {
  const { status, stdout, stderr } = runTool('knip', ['--no-progress']);
  expect(status, `${stdout}${stderr}`).toBe(0);
});

test('the changelog has a section for the version of the manifest', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toContain(`## ${version}`);
});
