import type { Database } from '../../../src/database/index.ts';
import type { TenantNames, TenantResolver } from '../../../src/tenancy/index.ts';
import { type LookupMistake, buildResolver } from './lookup-parts.ts';

/** A resolver with the levers that the kit needs: a count of who entered, and a clock. */
export interface RunningLookup {
  readonly resolver: TenantResolver;
  entered(): number;
  invalidate(tenant: TenantNames): void;
  advanceClock(byMs: number): void;
}

/** Starts a look-up on a database; callers are counted before they reach the resolver, whatever it does. */
export function startLookup(database: Database, mistake: LookupMistake): RunningLookup {
  let entered = 0;
  let aheadMs = 0;
  const resolver = buildResolver(database, () => performance.now() + aheadMs, mistake);
  return {
    resolver: {
      resolve: (identifier, caller) => {
        entered += 1;
        return resolver.resolve(identifier, caller);
      },
      invalidate: (...tenants) => resolver.invalidate(...tenants),
      stats: () => resolver.stats(),
    },
    entered: () => entered,
    invalidate: (tenant) => resolver.invalidate(tenant),
    advanceClock: (byMs) => {
      aheadMs += byMs;
    },
  };
}
