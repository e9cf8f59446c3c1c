import type { StartTimer } from '../timers.ts';

/** Time that stands still until it is told to pass. */
export function stillTime(): {
  startTimer: StartTimer;
  pass: (ms: number) => void;
  now: () => number;
  pending: () => number;
} {
  const due = new Map<object, { at: number; callback: () => void }>();
  let now = 0;
  const startTimer: StartTimer = (delayMs, callback) => {
    const id = {};
    due.set(id, { at: now + delayMs, callback });
    return () => void due.delete(id);
  };
  const pass = (ms: number): void => {
    now += ms;
    for (const [id, timer] of [...due].sort(([, one], [, other]) => one.at - other.at)) {
      if (timer.at <= now && due.delete(id)) timer.callback();
    }
  };
  return { startTimer, pass, now: () => now, pending: () => due.size };
}
