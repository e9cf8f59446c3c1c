import type { BenchRow } from '../benchmark.ts';
import { machine } from '../report/index.ts';
import { type Baseline, markRegressions } from './baseline.ts';
import { isPath } from './subjects/index.ts';
import { type Problem, type Taken, rowsOf } from './rows.ts';
import { versionsOf } from './versions.ts';

/** A run as it is printed, drawn and compared with later ones. */
export interface StampedeReport {
  readonly bench: 'stampede';
  readonly machine: string;
  readonly database: string;
  /** Of the libraries that were measured, and of what serves them. */
  readonly versions: Readonly<Record<string, string>>;
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
  /** An earlier report: rows that are worse by more than the noise are marked. */
  readonly baseline?: Baseline | undefined;
}

/** Holds what is named here and nothing else of its parts: they know how a service is reached, with its password. */
export function stampedeReport(parts: ReportParts): StampedeReport {
  const { taken, baseline, database, seed, connections, rounds, isPartial, absent } = parts;
  const { rows, problems } = rowsOf(taken);
  const here = machine();
  return {
    bench: 'stampede',
    machine: here,
    database,
    versions: versionsOf([...new Set(taken.map(({ subject }) => subject))]),
    seed,
    connections,
    rounds,
    isPartial,
    rows: baseline === undefined ? rows : markRegressions({ machine: here, rows }, baseline),
    problems,
    absent,
    judged: judgedOf(taken),
  };
}

/** The reference, your own modules and services; where none of them was measured, all. */
function judgedOf(taken: readonly Taken[]): string[] {
  const subjects = [...new Set(taken.map(({ subject }) => subject))];
  const own = subjects.filter((name) => name.startsWith('reference') || isPath(name));
  return own.length > 0 ? own : subjects;
}
