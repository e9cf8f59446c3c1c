import type { Capability } from './capability.ts';
import type { Reporter } from './evidence.ts';
import type { Subject } from './subject.ts';
import type { OpenOptions } from './target.ts';

/** The suite in capitals and a number, `COMMIT-3`; its meaning never changes. */
export type ScenarioId = `${Uppercase<string>}-${number}`;

/** One obligation, as data: it knows no runner and no service. It holds when `run` resolves. */
export interface Scenario {
  /** Its meaning never changes. */
  readonly id: ScenarioId;
  readonly title: `MUST ${string}` | `SHOULD ${string}`;
  readonly needs: readonly Capability[];
  /** How the scenario would like its subject opened. */
  readonly opens?: OpenOptions;
  /** Whether the kit has what the scenario itself needs, or the reason why it is skipped. */
  readonly available?: () => Promise<true | string>;
  /** After this long the scenario has failed; 120 s unless told. */
  readonly deadlineMs?: number;
  /** It explores fault points, and tries one of them alone when its reporter asks for it (`point`). */
  readonly takesPoint?: true;
  /** Throws an `ObligationError` when the obligation is broken, an `InconclusiveError` when it cannot be judged. */
  readonly run: (subject: Subject, report: Reporter) => Promise<void>;
}
