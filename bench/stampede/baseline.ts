import type { BenchRow } from '../benchmark.ts';

/** What a row is compared with. */
export interface CompareOptions {
  readonly baseline: readonly BenchRow[];
  /** Times of another machine say nothing about these; counts do. */
  readonly isSameMachine: boolean;
}

const counts = ['queries', 'requests', 'an expiry'];
/** Fewer rounds have no spread that could be called noise. */
const fewestRounds = 3;

/** A regression only beyond the noise that both runs measured: the best of now is worse than the worst of then. */
export function regressions(row: BenchRow, { baseline, isSameMachine }: CompareOptions): string[] {
  const before = baseline.find(({ subject, metric }) => subject === row.subject && metric === row.metric);
  if (before === undefined || isRate(row)) return [];
  const isCount = counts.includes(row.unit);
  if (!isCount && (!isSameMachine || Math.min(row.n, before.n) < fewestRounds)) return [];
  const isWorse = row.metric === 'hit efficiency' ? row.max < before.min : row.min > before.max;
  if (!isWorse) return [];
  const [now, then] = [row, before].map(({ min, median, max }) => `${short(median)} (${short(min)}–${short(max)})`);
  return [`${row.subject}: ${row.metric} was ${then} and is ${now} ${row.unit}`];
}

/** Requests a second are too noisy to decide anything. */
function isRate({ unit }: BenchRow): boolean {
  return unit === '1/s';
}

function short(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
