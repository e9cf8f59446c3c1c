import type { Pool } from 'pg';
import type { OperationOutcome } from 'rustok-testkit/explore';

/** Two callers at once, and what must be true when both are done. */
export interface Race {
  readonly name: string;
  /** SQL that makes the state in which every order starts. */
  readonly start: string;
  readonly callers: readonly string[];
  /** What each caller does, on a pool of its own. */
  readonly broken: (pool: Pool, caller: string) => Promise<unknown>;
  readonly mended: (pool: Pool, caller: string) => Promise<unknown>;
  /** Throws when the committed state must not be. */
  readonly check: (database: Pool, outcomes: readonly OperationOutcome[]) => Promise<void>;
}

/** What the operations returned; one that failed returned nothing. */
export function results(outcomes: readonly OperationOutcome[]): unknown[] {
  return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
}
