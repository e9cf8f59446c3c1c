import type { OpenLoadOptions } from './open-load.ts';

/** The moments at which requests are due, in milliseconds from the start; the same for the same seed. */
export function poissonArrivals({
  ratePerSecond,
  durationMs,
  seed,
}: Pick<OpenLoadOptions, 'ratePerSecond' | 'durationMs' | 'seed'>): number[] {
  const random = mulberry32(seed);
  const arrivals: number[] = [];
  for (let atMs = gap(); atMs < durationMs; atMs += gap()) arrivals.push(atMs);
  return arrivals;

  function gap(): number {
    return (-Math.log(1 - random()) / ratePerSecond) * 1000;
  }
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
