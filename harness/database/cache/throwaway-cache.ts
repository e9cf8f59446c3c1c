import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DeadlineError } from '../../../src/errors/index.ts';
import { chooseRunFolder } from '../server/run-folder.ts';
import type { ServerUser } from '../server/server-user.ts';
import { type Supervised, supervise } from '../server/supervise.ts';

export interface ThrowawayCache {
  readonly folder: string;
  readonly supervised: Supervised;
}

const deadlineMs = 10_000;

/** A cache for this process alone, for machines that have no safe place for a lasting one; it goes when the process goes. */
export async function openThrowawayCache(user: ServerUser | undefined): Promise<ThrowawayCache> {
  const folder = chooseRunFolder('auto', user);
  const supervised = supervise({
    folder,
    user,
    command: ['sleep', String(2 ** 31 - 1)],
  });
  const giveUpAt = performance.now() + deadlineMs;
  while (!existsSync(folder)) {
    if (performance.now() > giveUpAt) throw new DeadlineError(`making the folder ${folder}`, deadlineMs);
    await pause(2);
  }
  supervised.unref();
  return { folder, supervised };
}
