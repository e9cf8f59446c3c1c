import { RustokError } from '../../../src/errors/index.ts';
import type { IsolationTier } from './isolation.ts';

/** What a test may assert on, and a session that is rolled back can never show. */
export type TierNeed = 'commit' | 'concurrency' | 'outbox' | 'counting';

/** A test asks its database for what the database's tier cannot show. */
export class TierError extends RustokError {
  override readonly name = 'TierError';

  constructor(tier: IsolationTier, what: string, reason: string) {
    super(
      'TIER_CANNOT_SHOW',
      `${what}: the isolation tier ${tier} cannot show that, because ${reason}. Use the tier clone for this test (or reset, one test at a time).`,
    );
  }
}

const reasons: Readonly<Record<TierNeed, string>> = {
  commit: 'its one transaction is never committed',
  concurrency: 'it has one session',
  outbox: 'nothing in it is ever committed, so nothing is ever due',
  counting: 'the harness sends statements of its own in its one session',
};

/** Throws a `TierError` when `database` is of a tier that cannot show what a test is about to assert on. */
export function requireTier(database: object, need: TierNeed, what: string): void {
  if ('tier' in database && database.tier === 'rollback') refuseOnRollback(need, what);
}

/** Throws the `TierError` about what no database of the tier rollback can show. */
export function refuseOnRollback(need: TierNeed, what: string): never {
  throw new TierError('rollback', what, reasons[need]);
}
