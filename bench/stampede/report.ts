import type { BenchRow } from '../benchmark.ts';
import { machine } from '../report/index.ts';
import { isPath } from './subjects/index.ts';
import { type Problem, type Taken, rowsOf } from './rows.ts';

/** A run as it is printed, drawn and compared with later ones. */
export interface StampedeReport {
  readonly bench: 'stampede';
  readonly machine: string;
  readonly database: string;
  readonly seed: number;
  readonly connections: number;
  readonly rounds: number;
  /** The run was interrupted: what it had measured is here, the rest is not. */
  readonly isPartial: boolean;
  readonly rows: readonly BenchRow[];
  /** In place of figures that something speaks against. */
  readonly problems: readonly Problem[];
  /** Resolvers that were left out, and why. */
  readonly absent: Readonly<Record<string, string>>;
  /** Whom the gates are for; the others are there to be compared with. */
  readonly judged: readonly string[];
}

/** What a report is made of. */
export interface ReportParts extends Pick<
  StampedeReport,
  'database' | 'seed' | 'connections' | 'rounds' | 'isPartial' | 'absent'
> {
  readonly taken: readonly Taken[];
}

export function stampedeReport({ taken, ...about }: ReportParts): StampedeReport {
  const { rows, problems } = rowsOf(taken);
  return { bench: 'stampede', machine: machine(), ...about, rows, problems, judged: judgedOf(taken) };
}

/** The reference, your own modules and services; where none of them was measured, all. */
function judgedOf(taken: readonly Taken[]): string[] {
  const subjects = [...new Set(taken.map(({ subject }) => subject))];
  const own = subjects.filter((name) => name.startsWith('reference') || isPath(name));
  return own.length > 0 ? own : subjects;
}
