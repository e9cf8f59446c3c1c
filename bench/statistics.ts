import type { BenchRow } from './benchmark.ts';

/** The middle of the values; of two middles the upper one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Summarises measurements; `baseline` holds those of the same rounds, and the ratio is the median of the paired quotients. */
export function summarise(
  row: Pick<BenchRow, 'subject' | 'metric' | 'unit'>,
  values: readonly number[],
  baseline?: readonly number[],
): BenchRow {
  const summary = {
    ...row,
    n: values.length,
    min: Math.min(...values),
    median: median(values),
    max: Math.max(...values),
  };
  if (baseline === undefined) return summary;
  return { ...summary, ratio: median(values.map((value, round) => value / (baseline[round] ?? Number.NaN))) };
}
