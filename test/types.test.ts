import { expect, test } from 'vitest';
import { PlantedTree, runTool } from './planted-tree.ts';

/** A check of the whole package takes a minute on a busy machine; `runTool` has the shorter deadline. */
const timeout = 330_000;

test('the package has no type error', { timeout }, () => {
  const { status, stdout } = runTool('tsc', ['-p', 'tsconfig.json']);
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('a type error is found', { timeout }, () => {
  using tree = new PlantedTree({ 'src/planted.ts': 'export const port: number = "5432";\n' });
  const { status, stdout } = runTool('tsc', ['-p', 'tsconfig.json'], tree.path);
  expect(stdout).toMatch(/^src\/planted\.ts\(1,14\): error TS2322/);
  expect(status).not.toBe(0);
});
