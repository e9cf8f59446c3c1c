/** Calls back once after `delayMs`; the function it returns takes the appointment back. Injected, so that tests own time. */
export type StartTimer = (delayMs: number, callback: () => void) => () => void;

/** Node's own timers. */
export const startSystemTimer: StartTimer = (delayMs, callback) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};
