import type { BenchRow } from '../benchmark.ts';
import { summarise } from '../statistics.ts';
import type { CaseName } from './options.ts';
import type { Figure, Measured } from './measurement.ts';

/** One case of one subject in one round. */
export interface Taken {
  readonly subject: string;
  readonly name: CaseName;
  readonly round: number;
  readonly measured: Measured;
}

/** Why there are no figures of a case. */
export interface Problem {
  readonly subject: string;
  readonly name: CaseName;
  readonly why: string;
}

/** Metrics that are also compared with another subject of the same run and round. */
const comparedWith: Readonly<Record<string, string>> = {
  'hit cpu us': 'lru-cache',
  'get-hit ns': 'lru-cache',
  'p99 expiry': 'constant',
  'p99.9 expiry': 'constant',
};

/** The rows of what can be believed, and the problems in place of what cannot. */
export function rowsOf(taken: readonly Taken[]): { rows: BenchRow[]; problems: Problem[] } {
  const rows: BenchRow[] = [];
  const problems: Problem[] = [];
  for (const group of groups(taken)) {
    const [first] = group;
    if (first === undefined) continue;
    const doubts = [...new Set(group.flatMap(({ measured }) => measured.doubts))];
    if (doubts.length > 0) problems.push({ subject: first.subject, name: first.name, why: doubts.join('; ') });
    else rows.push(...first.measured.figures.map(({ metric }) => rowOf(metric, group, taken)));
  }
  return { rows, problems };
}

function groups(taken: readonly Taken[]): Taken[][] {
  const byCase = Map.groupBy(taken, ({ subject, name }) => `${subject}\n${name}`);
  return [...byCase.values()];
}

function rowOf(metric: string, group: readonly Taken[], taken: readonly Taken[]): BenchRow {
  const [first] = group;
  const figures = group.map(({ measured }) => figureOf(measured, metric));
  const values = figures.map(({ value }) => value);
  const row = { subject: first?.subject ?? '', metric, unit: figures[0]?.unit ?? '' };
  const rival = comparedWith[metric];
  if (rival !== undefined && rival !== row.subject) {
    const bases = group.map(({ round, name }) => {
      const other = taken.find((one) => one.subject === rival && one.round === round && one.name === name);
      return other === undefined ? undefined : figureOf(other.measured, metric).value;
    });
    if (bases.every((base) => base !== undefined)) return { ...summarise(row, values, bases), ratioTo: rival };
  }
  const ratioTo = figures[0]?.ratioTo;
  if (ratioTo === undefined) return summarise(row, values);
  return {
    ...summarise(
      row,
      values,
      figures.map(({ base }) => base ?? Number.NaN),
    ),
    ratioTo,
  };
}

function figureOf({ figures }: Measured, metric: string): Figure {
  return figures.find((figure) => figure.metric === metric) ?? { metric, unit: '', value: Number.NaN };
}
