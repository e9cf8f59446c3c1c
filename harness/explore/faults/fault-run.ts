import type { Fault, Firing, StatementRecord } from '../../wire/index.ts';
import type { Judgement, Settlement } from '../outcome.ts';

/** A fault of the wire, or the end of the process that runs the operation while the statement is held. */
export type ExploredFault = Fault | { readonly kind: 'kill-process' };

/** A fault at the k-th statement of the operation. */
export interface PlacedFault {
  /** From 1; connection set-up does not count. */
  readonly statement: number;
  readonly fault: ExploredFault;
}

/** One run under one fault, or two. */
export interface FaultRun extends Judgement {
  readonly faults: readonly PlacedFault[];
  /** The statement that the first fault struck, by its text in the recording. */
  readonly text: string;
  /** The last fault struck at a COMMIT, or at a statement that commits by itself, or an earlier one lost the answer to it. */
  readonly atCommit: boolean;
  /** True for `consistent`, and for `ambiguous` at a COMMIT whose retry is safe or was not tried. */
  readonly isAllowed: boolean;
  /**
   * What the retry after a COMMIT in doubt came to; absent where there was no such doubt. `untried`: the operation has no `retry`, so nothing
   * was shown about one.
   */
  readonly retry?: 'safe' | 'unsafe' | 'untried';
  readonly settlement: Settlement;
  /** The proxy's witnesses. */
  readonly firings: readonly Firing[];
  /** Every statement of the run, in the order it was sent. */
  readonly statements: readonly StatementRecord[];
  /** How many fault points the run reached, the struck ones included. */
  readonly pointsReached: number;
  readonly durationMs: number;
}
