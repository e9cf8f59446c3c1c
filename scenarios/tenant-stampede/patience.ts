import { InconclusiveError } from '../contract/index.ts';
import { untilTrue } from '../levers/index.ts';

/** What callers are given to be answered: the second half of it is for a busy machine. */
export function answerPatienceMs(deadlineMs: number): number {
  return deadlineMs * 2;
}

/** Waits until a count has reached a number; an `InconclusiveError` names both when it does not in time. */
export async function untilReached(
  count: () => Promise<number>,
  wanted: number,
  what: string,
  patienceMs: number,
): Promise<void> {
  let seen = 0;
  const reached = await untilTrue(async () => {
    seen = await count();
    return seen >= wanted;
  }, patienceMs);
  if (!reached) throw new InconclusiveError(`only ${seen} of ${wanted} ${what} within ${patienceMs} ms`);
}
