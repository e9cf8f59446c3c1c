import type { OperationOutcome } from './scheduled-operation.ts';

/** Whose next statement is released, step by step: the names of operations. An operation's first step starts it as well. */
export type Schedule = readonly string[];

/**
 * `failed`: the invariant threw, or the operations wait for each other for ever · `inconclusive`: an operation waits outside the server ·
 * `nondeterministic`: an operation did not reach the statements that it reached before.
 */
export type ScheduleVerdict = 'passed' | 'failed' | 'inconclusive' | 'nondeterministic';

/** Something that happened in a run; `step` is the number of the statement's release, from 1. */
export type ScheduleEvent =
  | {
      readonly kind: 'released';
      readonly operation: string;
      readonly step: number;
      readonly text: string;
      readonly parameters: readonly string[];
    }
  | { readonly kind: 'blocked'; readonly operation: string; readonly step: number; readonly by: readonly string[] }
  | {
      readonly kind: 'answered';
      readonly operation: string;
      readonly step: number;
      /** The command tag, or what became of the statement without one. */
      readonly answer: string;
      readonly sqlState: string | null;
    }
  | { readonly kind: 'settled'; readonly operation: string; readonly how: string };

/** One order of the operations' statements, and what came of it. */
export interface ScheduleRun {
  readonly verdict: ScheduleVerdict;
  /** Why it did not pass. */
  readonly reason?: string;
  /** What the invariant threw. */
  readonly error?: unknown;
  readonly schedule: Schedule;
  /** How often an operation was interrupted that could have gone on. */
  readonly preemptions: number;
  readonly outcomes: readonly OperationOutcome[];
  readonly events: readonly ScheduleEvent[];
  /** The events in a column for each operation, to be printed in a fixed-width font. */
  readonly timeline: string;
}
