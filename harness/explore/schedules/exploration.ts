import type { Schedule, ScheduleRun, ScheduleVerdict } from './schedule-run.ts';

/** What was explored, and what came of it. */
export interface ScheduleExploration {
  /** `passed` only when every order within the bound ran to its end and none failed. */
  readonly verdict: ScheduleVerdict;
  /** Why it is not a pass. */
  readonly reason?: string;
  /** Orders that ran to their end and were judged. */
  readonly explored: number;
  /** How many of them lie beyond the bound of preemptions. */
  readonly sampled: number;
  /** Every order within the bound was judged. */
  readonly exhausted: boolean;
  readonly failures: readonly ScheduleRun[];
  /** Runs that showed nothing: inconclusive or nondeterministic. */
  readonly unjudged: readonly ScheduleRun[];
  readonly outcomes: OutcomeCounts;
  /** Runs one order again, from the state that `reset` makes, and expects the statements that it met then. */
  replay(schedule: Schedule): Promise<ScheduleRun>;
}

/** How the operations ended, and the errors that the wire saw, summed over the judged runs. */
export interface OutcomeCounts {
  readonly fulfilled: number;
  readonly rejected: number;
  /** SQLSTATE 40P01. */
  readonly deadlocks: number;
  /** SQLSTATE 40001. */
  readonly serializationFailures: number;
}

/** Sums up. `leftOver` says why orders within the bound were not tried. */
export function sumUp(
  runs: readonly ScheduleRun[],
  leftOver: string | undefined,
): Omit<ScheduleExploration, 'replay' | 'sampled'> {
  const failures = runs.filter((run) => run.verdict === 'failed');
  const unjudged = runs.filter((run) => run.verdict === 'inconclusive' || run.verdict === 'nondeterministic');
  const worst = failures[0] ?? unjudged.find((run) => run.verdict === 'nondeterministic') ?? unjudged[0];
  const verdict = worst?.verdict ?? (leftOver === undefined ? 'passed' : 'inconclusive');
  const reason = worst?.reason ?? leftOver;
  return {
    verdict,
    ...(reason === undefined ? {} : { reason }),
    explored: runs.length - unjudged.length,
    exhausted: leftOver === undefined && unjudged.length === 0,
    failures,
    unjudged,
    outcomes: countOutcomes(runs.filter((run) => !unjudged.includes(run))),
  };
}

function countOutcomes(runs: readonly ScheduleRun[]): OutcomeCounts {
  const outcomes = runs.flatMap((run) => run.outcomes);
  const sqlStates = outcomes.flatMap((one) => one.sqlStates);
  return {
    fulfilled: outcomes.filter((one) => one.status === 'fulfilled').length,
    rejected: outcomes.filter((one) => one.status === 'rejected').length,
    deadlocks: sqlStates.filter((one) => one === '40P01').length,
    serializationFailures: sqlStates.filter((one) => one === '40001').length,
  };
}
