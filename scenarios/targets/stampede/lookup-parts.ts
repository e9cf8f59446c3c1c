import type { Database } from '../../../src/database/index.ts';
import {
  CachingTenantResolver,
  type ClusterGuard,
  SequelizeTenantLoader,
  Singleflight,
  type StaleServing,
  type TenantLoader,
  type TenantOutcome,
  type TenantResolver,
  type TenantCache,
  inProcessCache,
} from '../../../src/tenancy/index.ts';
import type { InstanceTimes, LookupOptions } from '../../contract/index.ts';
import { CacheLever } from './cache-lever.ts';
import { LoaderLever } from './loader-lever.ts';

/** Shares loads between callers of one key. */
export type Flights = Pick<Singleflight<TenantOutcome>, 'run' | 'forget' | 'has'>;

/** What the reference's resolver is made of; a saboteur exchanges some, or builds a resolver of its own from them. */
export interface LookupParts {
  readonly loader: TenantLoader;
  readonly cache: TenantCache;
  readonly flights: Flights;
  readonly now: () => number;
  readonly stale?: StaleServing;
  readonly cluster?: ClusterGuard;
}

/** A wrong resolver, or the right one of wrong parts. */
export interface LookupMistake {
  readonly parts?: (right: LookupParts, url: string) => Partial<LookupParts>;
  readonly resolver?: (parts: LookupParts) => TenantResolver;
  /** What loads are made of, under the lever that counts them. */
  readonly source?: (right: TenantLoader) => TenantLoader;
  /** Other times for what instances share their loads by. */
  readonly times?: InstanceTimes;
}

/** A resolver and the levers under it. */
export interface BuiltResolver {
  readonly resolver: TenantResolver;
  readonly cache: CacheLever;
  readonly loader: LoaderLever;
  /** Entries in the cache that the resolver uses, be it the right one or not. */
  cached(): number;
}

/** Builds a resolver on a database, right but for the mistake; `now` is the clock that cache entries expire by. */
export function buildResolver(
  database: Database,
  now: () => number,
  { parts, resolver = (built) => new CachingTenantResolver(built), source = (right) => right }: LookupMistake,
  { capacity, stale, cluster }: LookupOptions & { readonly cluster?: ClusterGuard } = {},
): BuiltResolver {
  const loader = new LoaderLever(source(new SequelizeTenantLoader({ database })));
  const cache = new CacheLever(inProcessCache({ now, ...(capacity === undefined ? {} : { capacity }) }));
  const right: LookupParts = {
    loader,
    cache,
    flights: new Singleflight<TenantOutcome>({ timeoutMs: database.deadlineMs }),
    now,
    ...(stale === undefined ? {} : { stale }),
    ...(cluster === undefined ? {} : { cluster }),
  };
  const built = { ...right, ...parts?.(right, database.url) };
  return {
    resolver: resolver(built),
    cache,
    loader,
    cached: () => ('size' in built.cache && typeof built.cache.size === 'number' ? built.cache.size : 0),
  };
}
