import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PackedProject, manifest } from './packed.ts';
import { root, runTool } from './planted-tree.ts';
import { jestModules, vitestVersions } from './test-runners.ts';

const run = promisify(execFile);

let project: PackedProject;
let versions: Readonly<Record<string, string>>;
beforeAll(() => {
  project = new PackedProject();
  for (const name of ['sequelize', 'umzug', '@types/node', '@types/pg']) project.link(name);
  versions = vitestVersions();
});
afterAll(() => project[Symbol.dispose]());

const mistakes = `
import { expect } from 'rustok-testkit/vitest';
import { test } from './kit.ts';
test('types', async ({ as, bus, services }) => {
  // @ts-expect-error -- no event of the service
  await expect(bus).toHavePublished('note.exploded');
  // @ts-expect-error -- not in its data
  await expect(bus).toHavePublished('note.written', { colour: 'red' });
  // @ts-expect-error -- no role of the service
  void as.admin;
  // @ts-expect-error -- no operation of it
  void services.explode;
  expect(1).toBe(1);
  await expect(Promise.reject(new Error())).rejects.toBeForbidden();
});
`;

/** A copy of an example beside the packed package. */
function copyOf(example: string): string {
  const path = join(project.path, example);
  cpSync(join(root, 'examples', example), path, { recursive: true });
  return path;
}

/** The example with one version of Vitest, which the packed package finds too. */
function exampleWith(version: string): string {
  const path = join(project.path, `vitest-${version}`);
  const installed = join('node_modules', manifest.name);
  cpSync(join(root, 'examples', 'vitest-project'), path, { recursive: true });
  mkdirSync(join(path, 'node_modules'), { recursive: true });
  cpSync(join(project.path, installed), join(path, installed), { recursive: true });
  symlinkSync(versions[version] ?? '', join(path, 'node_modules', 'vitest'));
  return path;
}

test.each(['3.2', '4', '5'])('the example type-checks and passes on Vitest %s', async (version) => {
  const example = exampleWith(version);
  const found = JSON.parse(readFileSync(join(example, 'node_modules', 'vitest', 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(found.version.startsWith(version)).toBe(true);
  writeFileSync(join(example, 'test', 'mistakes.ts'), mistakes);
  const types = runTool('tsc', ['-p', 'tsconfig.json'], example);
  expect(types.status, types.stdout).toBe(0);
  const { stdout } = await run(process.execPath, [join('node_modules', 'vitest', 'vitest.mjs'), 'run'], {
    cwd: example,
    env: { ...process.env, NO_COLOR: '1' },
  });
  expect(stdout).toMatch(/Tests\s+3 passed \(3\)/);
});

test('the example’s tests are shorter than twenty lines', () => {
  const text = readFileSync(join(root, 'examples', 'vitest-project', 'test', 'notes.test.ts'), 'utf8');
  expect(text.trim().split('\n').length).toBeLessThan(20);
});

test('the example of node:test type-checks and passes', async () => {
  const cwd = copyOf('node-test');
  const types = runTool('tsc', ['-p', 'tsconfig.json'], cwd);
  expect(types.status, types.stdout).toBe(0);
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], { cwd });
  expect(stdout).toMatch(/^# pass 4$/m);
});

test('the example of Jest passes', async () => {
  const cwd = copyOf('jest');
  mkdirSync(join(cwd, 'node_modules'));
  for (const name of ['jest', '@jest']) symlinkSync(join(jestModules(), name), join(cwd, 'node_modules', name));
  const jest = ['--experimental-vm-modules', join('node_modules', 'jest', 'bin', 'jest.js')];
  const { stderr } = await run(process.execPath, jest, { cwd });
  expect(stderr).toMatch(/Tests: +4 passed, 4 total/);
});
