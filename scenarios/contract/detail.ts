import type { Outcome, ScheduleEvent, ScheduleVerdict } from '../../harness/explore/index.ts';

/** What a scenario shows beside its counts: for the written report, never for the verdict. */
export type Detail = FaultMatrix | ScheduleSet;

/** One operation, broken at each of its statements by each fault. */
export interface FaultMatrix {
  readonly kind: 'fault-matrix';
  readonly operation: string;
  /** What the operation says when nothing goes wrong, in order: the rows. */
  readonly statements: readonly string[];
  /** The names of the faults: the columns. */
  readonly faults: readonly string[];
  readonly cells: readonly FaultCell[];
}

/** One run: a fault at a statement, perhaps followed by a second one during recovery. */
export interface FaultCell {
  /** The place in `statements`, from 1. */
  readonly statement: number;
  /** One of the matrix's `faults`. */
  readonly fault: string;
  /** `statement` is the second fault's place in its own run, from 1: what an operation says after a fault is in no recording. */
  readonly second?: { readonly statement: number; readonly fault: string };
  readonly outcome: Outcome;
  /** False when the outcome breaks the promise; *ambiguous* is allowed at a COMMIT. */
  readonly isAllowed: boolean;
  readonly reason: string;
  /** What happened, in order. */
  readonly timeline: readonly TimelineEntry[];
}

/** One thing that happened in a run. */
export interface TimelineEntry {
  /** Milliseconds since the run began. */
  readonly atMs: number;
  readonly kind: TimelineKind;
  /** Who: `caller`, `connection 2`, `relay`. */
  readonly who: string;
  readonly text: string;
  /** Parameters, the server's answer, an error: in smaller print. */
  readonly note?: string;
}

/** `commit`: a statement that ends in a COMMIT · `call`: what the caller did or saw · `state`: what was found committed. */
export type TimelineKind = 'call' | 'statement' | 'commit' | 'fault' | 'state' | 'envelope' | 'relay' | 'http';

/** Operations against each other, in one order of their statements after another. */
export interface ScheduleSet {
  readonly kind: 'schedules';
  /** What races, in a few words. */
  readonly operation: string;
  /** The names of the operations: a column each. */
  readonly columns: readonly string[];
  readonly schedules: readonly ShownSchedule[];
}

/** One order of the operations' statements, and what came of it. */
export interface ShownSchedule {
  /** In a few words: where one was overtaken, or whose turn it was. */
  readonly order: string;
  readonly verdict: ScheduleVerdict;
  /** Why it did not pass. */
  readonly reason?: string;
  /** What happened, in order. */
  readonly entries: readonly ScheduleEntry[];
}

/** What an operation did, or what happened beside them: a step of the relay, what was found committed. */
export type ScheduleEntry =
  ScheduleEvent | ({ readonly kind: 'beside' } & Pick<TimelineEntry, 'who' | 'text' | 'note'>);

/** A detail and the scenario that showed it. */
export interface ScenarioDetail {
  readonly scenario: string;
  readonly detail: Detail;
}
