import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DeadlineError } from '../../../src/errors/index.ts';
import type { Ending, Supervised } from './supervise.ts';

/** Waits until the server accepts connections; returns how it ended when it ends before. */
export async function waitUntilReady(
  folder: string,
  { supervised, deadlineMs }: { supervised: Supervised; deadlineMs: number },
): Promise<'ready' | Ending> {
  let ending: Ending | undefined;
  void supervised.ended.then((value) => (ending = value));
  const giveUpAt = performance.now() + deadlineMs;
  while (performance.now() < giveUpAt) {
    if (ending !== undefined) return ending;
    if (saysReady(folder)) return 'ready';
    await pause(2);
  }
  await supervised.end();
  throw new DeadlineError(`starting PostgreSQL in ${folder}`, deadlineMs);
}

/** PostgreSQL writes its state into the eighth line of this file. */
function saysReady(folder: string): boolean {
  try {
    return (
      readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8')
        .split('\n')[7]
        ?.trim() === 'ready'
    );
  } catch {
    return false;
  }
}
