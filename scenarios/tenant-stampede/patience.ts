import { InconclusiveError } from '../contract/index.ts';
import { untilTrue } from '../levers/index.ts';

/** What callers are given to be answered: the second half of it is for a busy machine. */
export function answerPatienceMs(deadlineMs: number): number {
  return deadlineMs * 2;
}

export interface Wanted {
  readonly count: () => Promise<number>;
  readonly wanted: number;
  /** In the plural: `callers entered`. */
  readonly what: string;
  readonly withinMs: number;
  /** Whose end ends the waiting too: the count will not grow any more. */
  readonly orUntil?: Promise<unknown>;
}

/** Waits until a count has reached a number; an `InconclusiveError` names both when it does not in time. */
export async function untilReached({ count, wanted, what, withinMs, orUntil }: Wanted): Promise<void> {
  const isOver = watch(orUntil);
  let seen = 0;
  const reached = await untilTrue(async () => {
    if (isOver()) return true;
    seen = await count();
    return seen >= wanted;
  }, withinMs);
  if (!reached) throw new InconclusiveError(`only ${seen} of ${wanted} ${what} within ${withinMs} ms`);
}

/** The highest count seen until the promise has settled. */
export async function highestUntil(end: Promise<unknown>, count: () => Promise<number>): Promise<number> {
  const isOver = watch(end);
  let highest = 0;
  await untilTrue(async () => {
    highest = Math.max(highest, await count());
    return isOver();
  }, Number.POSITIVE_INFINITY);
  return highest;
}

function watch(promise: Promise<unknown> | undefined): () => boolean {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise?.then(settle, settle);
  return () => isSettled;
}
