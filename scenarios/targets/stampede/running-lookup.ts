import type { Database } from '../../../src/database/index.ts';
import type { ClusterGuard, TenantNames, TenantResolver } from '../../../src/tenancy/index.ts';
import type { CacheAccess, LoaderAccess, LookupOptions } from '../../contract/index.ts';
import { type LookupMistake, buildResolver } from './lookup-parts.ts';

/** A resolver with the levers that the kit needs: a count of who entered, a clock, and what lies under it. */
export interface RunningLookup {
  readonly resolver: TenantResolver;
  readonly cache: CacheAccess;
  readonly loader: LoaderAccess;
  entered(): number;
  invalidate(tenant: TenantNames): void;
  advanceClock(byMs: number): void;
}

/** Starts a look-up on a database; callers are counted before they reach the resolver, whatever it does. */
export function startLookup(
  database: Database,
  mistake: LookupMistake,
  options: LookupOptions & { readonly cluster?: ClusterGuard } = {},
): RunningLookup {
  let entered = 0;
  let aheadMs = 0;
  const built = buildResolver(database, () => performance.now() + aheadMs, mistake, options);
  const { resolver, cache, loader } = built;
  return {
    resolver: {
      resolve: (identifier, caller) => {
        entered += 1;
        return resolver.resolve(identifier, caller);
      },
      invalidate: (...tenants) => resolver.invalidate(...tenants),
      stats: () => resolver.stats(),
    },
    cache: {
      size: () => built.cached(),
      corrupt: () => cache.corrupt(),
      setFailing: (isFailing) => cache.setFailing(isFailing),
    },
    loader,
    entered: () => entered,
    invalidate: (tenant) => resolver.invalidate(tenant),
    advanceClock: (byMs) => {
      aheadMs += byMs;
    },
  };
}
