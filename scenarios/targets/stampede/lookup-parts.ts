import type { Database } from '../../../src/database/index.ts';
import {
  CachingTenantResolver,
  SequelizeTenantLoader,
  Singleflight,
  type TenantLoader,
  type TenantOutcome,
  type TenantResolver,
  type TenantCache,
  inProcessCache,
} from '../../../src/tenancy/index.ts';

/** Shares loads between callers of one key. */
export type Flights = Pick<Singleflight<TenantOutcome>, 'run' | 'forget' | 'has'>;

/** What the reference's resolver is made of; a saboteur exchanges some, or builds a resolver of its own from them. */
export interface LookupParts {
  readonly loader: TenantLoader;
  readonly cache: TenantCache;
  readonly flights: Flights;
}

/** A wrong resolver, or the right one of wrong parts. */
export interface LookupMistake {
  readonly parts?: (right: LookupParts, url: string) => Partial<LookupParts>;
  readonly resolver?: (parts: LookupParts) => TenantResolver;
}

/** Builds a resolver on a database, right but for the mistake; `now` is the clock that cache entries expire by. */
export function buildResolver(
  database: Database,
  now: () => number,
  { parts, resolver = (built) => new CachingTenantResolver(built) }: LookupMistake,
): TenantResolver {
  const right: LookupParts = {
    loader: new SequelizeTenantLoader({ database }),
    cache: inProcessCache({ now }),
    flights: new Singleflight<TenantOutcome>({ timeoutMs: database.deadlineMs }),
  };
  return resolver({ ...right, ...parts?.(right, database.url) });
}
