import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PackedProject, manifest } from './packed.ts';
import { root, runTool } from './planted-tree.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const isTest = (text: string): boolean => /from '(?:rustok-testkit\/)?vitest'/.test(text);
const snippets = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, text = '']) => text);

let project: PackedProject;
beforeAll(() => {
  project = new PackedProject();
  const used = new Set([
    'vitest',
    'vite',
    'typescript',
    '@types/node',
    '@types/pg',
    ...Object.keys(manifest.peerDependencies),
  ]);
  for (const name of used) project.link(name);
  writeFileSync(join(project.path, 'package.json'), JSON.stringify({ type: 'module' }));
  mkdirSync(join(project.path, 'snippets'));
  snippets.forEach((text, index) => {
    writeFileSync(join(project.path, 'snippets', `${index}${isTest(text) ? '.test' : ''}.ts`), text);
  });
  writeFileSync(
    join(project.path, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2024',
        lib: ['es2024', 'esnext.disposable'],
        module: 'nodenext',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: ['node'],
      },
      include: ['snippets'],
    }),
  );
});
afterAll(() => project[Symbol.dispose]());

test('every snippet of the README type-checks against the packed package', () => {
  expect(snippets.length).toBeGreaterThan(1);
  const { status, stdout } = runTool('tsc', ['-p', 'tsconfig.json'], project.path);
  expect(status, stdout).toBe(0);
});

test('every snippet of the README that is a test passes', () => {
  const { status, stdout, stderr } = runTool('vitest', ['run', '--root', project.path], project.path);
  expect(status, `${stdout}${stderr}`).toBe(0);
  const tests = snippets.filter(isTest);
  expect(stdout).toMatch(new RegExp(`Tests .*${tests.length} passed`));
});

test('every other snippet of the README runs', () => {
  snippets.forEach((text, index) => {
    if (isTest(text)) return;
    const run = spawnSync(process.execPath, [join('snippets', `${index}.ts`)], { cwd: project.path, encoding: 'utf8' });
    expect(run.status, `${run.stdout}${run.stderr}`).toBe(0);
  });
});
