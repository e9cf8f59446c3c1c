import type { BenchRow } from '../benchmark.ts';

/** An earlier report, as far as it is compared. */
export interface Baseline {
  readonly machine: string;
  readonly rows: readonly BenchRow[];
}

const counts = ['queries', 'requests', 'an expiry'];
/** Fewer rounds have no spread that could be called noise. */
const fewestRounds = 3;

/** The rows of now, those marked that have regressed. */
export function markRegressions(now: Baseline, before: Baseline): BenchRow[] {
  // Times of another machine say nothing about these; counts do.
  const isSameMachine = now.machine === before.machine;
  return now.rows.map((row) => {
    const earlier = before.rows.find(({ subject, metric }) => subject === row.subject && metric === row.metric);
    const isMarked = earlier !== undefined && isRegression(row, earlier, isSameMachine);
    return isMarked ? { ...row, regressedFrom: spread(earlier) } : row;
  });
}

/** One sentence, where the row is marked. */
export function sayRegression(row: BenchRow): string | undefined {
  const { subject, metric, unit, regressedFrom } = row;
  if (regressedFrom === undefined) return undefined;
  return `${subject}: ${metric} was ${regressedFrom} and is ${spread(row)} ${unit}`;
}

/** Only beyond the noise that both runs measured: the best of now is worse than the worst of then. */
function isRegression(row: BenchRow, before: BenchRow, isSameMachine: boolean): boolean {
  if (isRate(row)) return false;
  const isCount = counts.includes(row.unit);
  if (!isCount && (!isSameMachine || Math.min(row.n, before.n) < fewestRounds)) return false;
  return row.metric === 'hit efficiency' ? row.max < before.min : row.min > before.max;
}

/** Requests a second are too noisy to decide anything. */
function isRate({ unit }: BenchRow): boolean {
  return unit === '1/s';
}

function spread({ min, median, max }: BenchRow): string {
  return `${short(median)} (${short(min)}–${short(max)})`;
}

function short(value: number): string {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3);
}
