import type { BenchRow } from '../benchmark.ts';

/** Figures that others have published of their own tools, on their own machines: n is 0 because nothing was measured here. */
export const published: readonly BenchRow[] = [
  publishedRow('pgtestdb: clone, RAM-backed server', 10, 'https://github.com/peterldowns/pgtestdb#rough-perf-numbers'),
  publishedRow(
    'IntegreSQL: take a database from a warm pool, mean of 50 tests',
    11,
    'https://github.com/allaboutapps/integresql#approach-3c-benchmark-1-baseline',
  ),
];

function publishedRow(subject: string, ms: number, source: string): BenchRow {
  return { subject, metric: source, unit: 'ms', n: 0, min: ms, median: ms, max: ms };
}
