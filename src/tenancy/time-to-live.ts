/** How long outcomes are kept, in milliseconds, each varied by ± `jitter` so that entries made together do not expire together. */
export interface TimeToLive {
  readonly positiveMs: number;
  readonly negativeMs: number;
  readonly jitter: number;
}

/** 300 s for a tenant that is served, 60 s for one that is not, ± 10 %. */
export const defaultTimeToLive: TimeToLive = { positiveMs: 300_000, negativeMs: 60_000, jitter: 0.1 };

/** One time to live; `random` gives numbers in [0, 1). */
export function timeToLive(isFound: boolean, ttl: TimeToLive, random: () => number): number {
  const base = isFound ? ttl.positiveMs : ttl.negativeMs;
  // A cache takes 0 for ever.
  return Math.max(1, Math.round(base * (1 - ttl.jitter + 2 * ttl.jitter * random())));
}
