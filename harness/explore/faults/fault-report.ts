import type { FaultRun } from './fault-run.ts';
import type { RecordedStatement } from './recorded-statement.ts';
import type { Outcome } from '../outcome.ts';

/** Everything that was tried, and what came of it. */
export interface FaultReport {
  readonly operation: string;
  readonly statements: readonly RecordedStatement[];
  readonly runs: readonly FaultRun[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** The runs that must not be; empty is a pass only when there are runs. */
  readonly violations: readonly FaultRun[];
  /** The allowed runs that left a COMMIT in doubt and were not retried, for want of a key: nothing was shown about a retry. */
  readonly unretried: readonly FaultRun[];
  /** Runs one of them again, alone. */
  replay(run: Pick<FaultRun, 'faults'>): Promise<FaultRun>;
}

/** Sums up. */
export function reportOf(
  operation: string,
  statements: readonly RecordedStatement[],
  runs: readonly FaultRun[],
): Omit<FaultReport, 'replay'> {
  const outcomes: Record<Outcome, number> = {
    consistent: 0,
    ghost: 0,
    lost: 0,
    torn: 0,
    ambiguous: 0,
    stuck: 0,
    nondeterministic: 0,
  };
  for (const run of runs) outcomes[run.outcome] += 1;
  return {
    operation,
    statements,
    runs,
    outcomes,
    violations: runs.filter((run) => !run.isAllowed),
    unretried: runs.filter((run) => run.retry === 'untried'),
  };
}
