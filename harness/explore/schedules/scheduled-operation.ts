/** An operation that races with others. */
export interface ScheduledOperation {
  /** Unlike the names of its rivals. */
  readonly name: string;
  /** Performs it once, on connections to `url` that it opens and closes itself; settles as its caller would see it. */
  run(url: string): Promise<unknown>;
}

/** How one operation of a run ended. `sqlStates` are the errors that the wire saw, also those the operation caught. */
export type OperationOutcome =
  | {
      readonly operation: string;
      readonly status: 'fulfilled';
      readonly value: unknown;
      readonly sqlStates: readonly string[];
    }
  | {
      readonly operation: string;
      readonly status: 'rejected';
      readonly error: unknown;
      readonly sqlStates: readonly string[];
    };

/** Judges the final state and the outcomes, in the order of the operations: throws when that must not be. */
export type ScheduleInvariant = (outcomes: readonly OperationOutcome[]) => Promise<void> | void;
