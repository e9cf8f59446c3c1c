import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PackedProject } from './packed.ts';
import { root, runTool } from './planted-tree.ts';

let project: PackedProject;
let example: string;
beforeAll(() => {
  project = new PackedProject();
  for (const name of ['@types/node', '@types/pg']) project.link(name);
  example = join(project.path, 'order-service');
  cpSync(join(root, 'examples', 'order-service'), example, { recursive: true });
});
afterAll(() => project[Symbol.dispose]());

test('the order service type-checks against the packed package', () => {
  const { status, stdout } = runTool('tsc', ['-p', 'tsconfig.json'], example);
  expect(status, stdout).toBe(0);
});

test('each race of the order service is found, printed and replayed, and passes once mended', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['races/main.ts'], {
    cwd: example,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(status, `${stdout}${stderr}`).toBe(0);
  const lines = stdout.split('\n');
  expect(lines.filter((line) => / interleavings run/.test(line))).toEqual([
    'lost update, broken: failed; 4 interleavings run, 0 deadlocks, 0 serialization failures',
    'lost update, mended: passed; 14 interleavings run, 0 deadlocks, 0 serialization failures',
    'write skew, broken: failed; 4 interleavings run, 0 deadlocks, 0 serialization failures',
    'write skew, mended: passed; 46 interleavings run, 0 deadlocks, 36 serialization failures',
    'double claim, broken: failed; 3 interleavings run, 0 deadlocks, 0 serialization failures',
    'double claim, mended: passed; 2 interleavings run, 0 deadlocks, 0 serialization failures',
  ]);
  expect(lines.filter((line) => line.includes('failed: '))).toEqual([
    'failed: 6 of 10 were reserved, and 7 are left',
    'replayed: failed: 6 of 10 were reserved, and 7 are left',
    'failed: orders of 14000 cents were placed on a credit of 10000',
    'replayed: failed: orders of 14000 cents were placed on a credit of 10000',
    'failed: the workers claimed jobs 1 and 1',
    'replayed: failed: the workers claimed jobs 1 and 1',
  ]);
  expect(stdout).toContain(`
      worker-1                                              worker-2
   1  > SELECT id FROM jobs WHERE claimed_by …  < SELECT 1
   2                                                        > SELECT id FROM jobs WHERE claimed_by …  < SELECT 1
   3                                                        > UPDATE jobs SET claimed… [worker-2, 1]  < UPDATE 1
                                                            = fulfilled
   4  > UPDATE jobs SET claimed… [worker-1, 1]  < UPDATE 1
      = fulfilled
`);
});
