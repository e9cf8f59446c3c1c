import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    const text = `try { await import(${specifier(door)}); console.log('open'); } catch (error) { console.log(error.code, error.message); }`;
    const printed = project.evaluate(text).trim();
    const peer = Object.entries(manifest.peerDependencies).find(([name]) => printed.includes(`package ${name} (`));
    const expected = peer === undefined ? 'open' : `MISSING_PEER`;
    expect(printed, door).toContain(expected);
    if (peer !== undefined) expect(printed, door).toContain(`npm install --save-dev "${peer[0]}@${peer[1]}"`);
  }
});

test('the tarball holds no test, no source and nothing of the repository beside the build', () => {
  const files = execFileSync('tar', ['-tzf', project.tarball], { encoding: 'utf8' }).trim().split('\n');
  const stray = files.filter(
    (file) => !/^package\/(package\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/.+(?<!\.test)\.(js|d\.ts))$/.test(file),
  );
  expect(stray).toEqual([]);
});

test('the command of the packed package starts', () => {
  const installed = join(project.path, 'node_modules', manifest.name);
  const printed = execFileSync(process.execPath, [join(installed, manifest.bin['rustok-testkit'] ?? ''), '--help'], {
    encoding: 'utf8',
  });
  expect(printed).toContain('rustok-testkit');
});

test('nothing is exported, installed or kept that nobody uses', () => {
  const { status, stdout, stderr } = runTool('knip', ['--no-progress']);
  expect(status, `${stdout}${stderr}`).toBe(0);
});

test('the changelog has a section for the version of the manifest', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')).toContain(`## ${version}`);
});
