const FIRST_MS = 1000;
const LONGEST_MS = 60_000;

/** Pause before the attempt after the n-th failure: 1 s, 2 s, 4 s … up to 60 s, of which the random second half spreads retries. */
export function backoffMs(failures: number, random: () => number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.round(whole / 2 + (random() * whole) / 2);
}
