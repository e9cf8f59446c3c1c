import { setTimeout as pause } from 'node:timers/promises';

const pollEveryMs = 3;

/** Asks until the answer is true or the time is up, and says which. */
export async function untilTrue(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= giveUpAt) return false;
    await pause(pollEveryMs);
  }
}
