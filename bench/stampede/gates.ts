import type { BenchRow } from '../benchmark.ts';
import { type Baseline, sayRegression } from './baseline.ts';
import { coldCases } from './options.ts';
import type { StampedeReport } from './report.ts';

/** What a run must not exceed. */
export interface Gates {
  /** Queries that a crowd may cost. */
  readonly maxQueries?: number;
  /** The 99th percentile of the crowd that finds its tenant, to that of the bare framework, or of the baseline where there is no framework beside it. */
  readonly maxP99Ratio?: number;
  readonly baseline?: Baseline;
}

/** What the judged subjects exceed, and where they have regressed: one sentence each. Requests that were not answered rightly are always too many. */
export function exceeded(report: StampedeReport, { maxQueries, maxP99Ratio, baseline }: Gates): string[] {
  const judged = report.rows.filter(({ subject }) => report.judged.includes(subject));
  return judged.flatMap((row) => [
    ...tooManyErrors(row),
    ...(maxQueries === undefined ? [] : tooManyQueries(row, maxQueries)),
    ...(maxP99Ratio === undefined ? [] : tooSlow(row, maxP99Ratio, baseline)),
    ...[sayRegression(row)].filter((sentence) => sentence !== undefined),
  ]);
}

function tooManyErrors({ subject, metric, max }: BenchRow): string[] {
  return metric.startsWith('errors ') && max > 0 ? [`${subject}: ${max} ${metric}`] : [];
}

function tooManyQueries({ subject, metric, max }: BenchRow, maxQueries: number): string[] {
  const isCold = [...coldCases, 'cold'].some((name) => metric === `queries ${name}`);
  return isCold && max > maxQueries ? [`${subject}: ${max} ${metric}, more than ${maxQueries}`] : [];
}

function tooSlow(row: BenchRow, maxRatio: number, baseline: Baseline | undefined): string[] {
  const { subject, metric, median } = row;
  if (metric !== 'p99 found' && metric !== 'p99 cold') return [];
  const before = baseline?.rows.find((other) => other.subject === subject && other.metric === metric)?.median;
  const ratio = row.ratio ?? (before === undefined ? undefined : median / before);
  if (ratio === undefined || !(ratio > maxRatio)) return [];
  return [
    `${subject}: ${metric} is ${ratio.toFixed(2)} × that of ${row.ratioTo ?? 'the baseline'}, more than ${maxRatio}`,
  ];
}
