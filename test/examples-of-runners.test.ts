import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PackedProject, manifest } from './packed.ts';
import { root, runTool } from './planted-tree.ts';
import { jestModules, vitestVersions } from './test-runners.ts';

const run = promisify(execFile);
const timeout = 180_000;

let project: PackedProject;
const examples = new Map<string, string>();
beforeAll(() => {
  project = new PackedProject();
  for (const name of ['sequelize', 'umzug', 'fastify', '@types/node', '@types/pg']) project.link(name);
  for (const [version, vitest] of Object.entries(vitestVersions())) {
    examples.set(version, exampleWith(version, vitest));
  }
  for (const name of ['node-test', 'jest']) copyOf(name);
});
afterAll(() => project[Symbol.dispose]());

/** The snippets of the guide that are tests. */
const guide = [...readFileSync(join(root, 'docs', 'guides', 'vitest.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs)]
  .map(([, text = '']) => text)
  .filter((text) => /^test(?:\.isolated\(.*\))?\(/m.test(text));

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
function copyOf(example: string, name = example): string {
  const path = join(project.path, name);
  cpSync(join(root, 'examples', example), path, { recursive: true });
  return path;
}

/** The example, the guide's snippets and the planted mistakes with one version of Vitest, which the packed package finds too. */
function exampleWith(version: string, vitest: string): string {
  const path = copyOf('vitest-project', `vitest-${version}`);
  const installed = join('node_modules', manifest.name);
  mkdirSync(join(path, 'node_modules'), { recursive: true });
  cpSync(join(project.path, installed), join(path, installed), { recursive: true });
  symlinkSync(vitest, join(path, 'node_modules', 'vitest'));
  writeFileSync(join(path, 'test', 'mistakes.ts'), mistakes);
  guide.forEach((text, index) => writeFileSync(join(path, 'test', `guide-${index}.test.ts`), text));
  return path;
}

test(
  'the examples and the guide type-check on every version of Vitest, and mistakes in them do not',
  { timeout },
  () => {
    const folders = [...examples.values(), join(project.path, 'node-test')];
    const { compilerOptions } = JSON.parse(readFileSync(join(folders[0] ?? '', 'tsconfig.json'), 'utf8')) as {
      compilerOptions: object;
    };
    // One program over all of them: each folder finds its own Vitest.
    writeFileSync(join(project.path, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: folders }));
    const { status, stdout } = runTool('tsc', ['-p', 'tsconfig.json'], project.path);
    expect(status, stdout).toBe(0);
  },
);

test.each(['3.2', '4', '5'])('the example and the guide pass on Vitest %s', { timeout }, async (version) => {
  const cwd = examples.get(version) ?? '';
  const found = readFileSync(join(cwd, 'node_modules', 'vitest', 'package.json'), 'utf8');
  expect((JSON.parse(found) as { version: string }).version.startsWith(version)).toBe(true);
  const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--testTimeout=60000'];
  const { stdout } = await run(process.execPath, vitest, { cwd, env: { ...process.env, NO_COLOR: '1' } });
  expect(stdout).toMatch(/Tests\s+7 passed \(7\)/);
});

test('the example’s tests are shorter than twenty lines', () => {
  const text = readFileSync(join(root, 'examples', 'vitest-project', 'test', 'notes.test.ts'), 'utf8');
  expect(text.trim().split('\n').length).toBeLessThan(20);
});

test('the example of node:test passes', { timeout }, async () => {
  const cwd = join(project.path, 'node-test');
  const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap'], { cwd });
  expect(stdout).toMatch(/^# pass 4$/m);
});

test('the example of Jest passes', { timeout }, async () => {
  const cwd = join(project.path, 'jest');
  mkdirSync(join(cwd, 'node_modules'));
  for (const name of ['jest', '@jest']) symlinkSync(join(jestModules(), name), join(cwd, 'node_modules', name));
  const program = join('node_modules', 'jest', 'bin', 'jest.js');
  // Jest's own cache would stay in the temporary folder.
  const jest = ['--experimental-vm-modules', program, '--cacheDirectory=.jest-cache'];
  const { stderr } = await run(process.execPath, jest, { cwd });
  expect(stderr).toMatch(/Tests: +4 passed, 4 total/);
});
