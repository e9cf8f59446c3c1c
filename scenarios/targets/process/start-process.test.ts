import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../../harness/database/index.ts';
import { referenceMigrations } from '../../../src/database/index.ts';
import type { Subject } from '../../contract/index.ts';
import { Levers, newGateKey } from '../../levers/index.ts';
import { startOperationProcess } from './start-process.ts';

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('the process has exited when kill resolves, and disposing of it again is harmless', async () => {
  const nowhere = 'postgres://nobody@127.0.0.1:1/none';
  await using operations = await startOperationProcess({
    url: nowhere,
    target: 'reference',
    deadlineMs: 1_000,
    calls: [],
  });
  await operations.kill();
  expect(isRunning(operations.pid)).toBe(false);
});

test('the process ends when whoever started it is gone, whatever it is waiting for', async () => {
  await using testDatabase = await createTestDatabase({ migrations: referenceMigrations });
  await using levers = await Levers.open({ adminUrl: testDatabase.adminUrl } as Subject);
  const gateKey = newGateKey();
  const calls = [{ operation: 'unitOfWork', input: [{ wait: gateKey }] }];
  const [code] = await levers.whileClosed(gateKey, async () => {
    const child = fork(new URL('./child.ts', import.meta.url), {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await once(child, 'message');
    child.send({ url: testDatabase.url, target: 'reference', deadlineMs: 60_000, calls });
    await levers.untilWaiting(gateKey, 1);
    child.disconnect();
    return once(child, 'exit');
  });
  expect(code).toBe(0);
});
