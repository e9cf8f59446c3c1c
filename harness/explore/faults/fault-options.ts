import type { ExploredFault, FaultRun, PlacedFault } from './fault-run.ts';
import type { RecordedStatement } from './recorded-statement.ts';

type Places = readonly (readonly PlacedFault[])[];

/** Where and how far to explore. */
export interface ExploreFaultsOptions {
  /** The database as the operation would reach it without the proxy. */
  readonly url: string;
  /** A superuser in the same database. */
  readonly adminUrl: string;
  /** What is tried at every statement (default: error, drop before, drop after, killed backend). */
  readonly faults?: readonly ExploredFault[];
  /** Runs under exactly these faults, one or two at a time, instead of trying everything; a function chooses them from what was recorded. */
  readonly places?: Places | ((statements: readonly RecordedStatement[]) => Places);
  /** The operation promises to settle by then, whatever happens (default 5000 ms). */
  readonly deadlineMs?: number;
  /** Which statements are fault points, by their text (default: all but the set-up of a connection, before its first other statement). */
  readonly isFaultPoint?: (text: string) => boolean;
  /**
   * A second fault at a statement that followed the first one: how many such pairs, and the seed that chooses them; with `firsts`, only so
   * many first faults are tried, chosen by the same seed.
   */
  readonly pairs?: { readonly count: number; readonly seed: number; readonly firsts?: number };
  /** Goes no further when so many runs must not be (default: tries everything). */
  readonly stopAfterViolations?: number;
  /** Called when the operation has been recorded and the first fault is about to be placed. */
  readonly onRecorded?: (statements: readonly RecordedStatement[]) => void;
  /** Called after each run. */
  readonly onRun?: (run: FaultRun) => void;
}
