import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

interface JsonResults {
  readonly testResults: readonly {
    readonly assertionResults: readonly { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/** Runs the planted scenarios in a Vitest of their own. */
async function runPlanted(): Promise<JsonResults> {
  await using folders = new AsyncDisposableStack();
  const folder = folders.adopt(await mkdtemp(join(tmpdir(), 'rustok-testkit-planted-')), (path) =>
    rm(path, { recursive: true }),
  );
  const report = join(folder, 'report.json');
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'scenarios/testing/planted.config.ts'];
  const child = spawn(process.execPath, [...vitest, '--reporter=json', `--outputFile=${report}`], {
    cwd: root,
    stdio: 'ignore',
  });
  await once(child, 'exit');
  return JSON.parse(await readFile(report, 'utf8')) as JsonResults;
}

test('a verdict becomes a Vitest result, with its reason', async () => {
  const [file] = (await runPlanted()).testResults;
  const results = file?.assertionResults.map(({ fullName, status, failureMessages: [message] }) => [
    fullName,
    status,
    message?.split('\n')[0],
  ]);
  expect(results).toEqual([
    ['toy TOY-1 MUST pass', 'passed', undefined],
    ['toy TOY-2 MUST pass', 'failed', 'Error: failed: a ghost was seen'],
    ['toy TOY-3 MUST pass', 'skipped', undefined],
    ['toy TOY-4 MUST pass', 'failed', 'Error: inconclusive: nothing to count'],
    ['toy TOY-5 MUST pass', 'passed', undefined],
  ]);
});
