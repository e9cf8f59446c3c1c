import {
  CachingTenantResolver,
  type StaleServing,
  type TenantIdentifier,
  type TenantResolver,
  inProcessCache,
} from '../../../src/index.ts';
import type { LookUp, LookUpParts, Subject } from './subject.ts';

/** The resolver of this package. */
export const reference: Subject = {
  name: 'reference',
  about: 'CachingTenantResolver of this package: one fenced flight a key over lru-cache',
  open: async (parts) => lookUpOf(resolverOf(parts)),
};

/** The same, serving an active tenant past its time while one load renews it. */
export const referenceStale: Subject = {
  name: 'reference-stale',
  about: 'CachingTenantResolver of this package, stale-while-revalidate on',
  open: async (parts) => lookUpOf(resolverOf(parts, { whileRevalidatingMs: 10 * parts.ttlMs })),
};

function resolverOf(
  { loader, ttlMs, capacity, loadTimeoutMs = 10_000 }: LookUpParts,
  stale?: StaleServing,
): TenantResolver {
  return new CachingTenantResolver({
    loader,
    loadTimeoutMs,
    ttl: { positiveMs: ttlMs, negativeMs: ttlMs, jitter: 0 },
    cache: inProcessCache({ capacity }),
    ...(stale === undefined ? {} : { stale }),
  });
}

function lookUpOf(resolver: TenantResolver): LookUp {
  return {
    get: (identifier, signal) =>
      signal === undefined ? resolver.resolve(identifier) : resolver.resolve(identifier, { signal }),
    drop: (identifier) => resolver.invalidate(namesOf(identifier)),
  };
}

/** Only the name that is to be dropped is known here. */
function namesOf({ kind, value }: TenantIdentifier) {
  return {
    id: kind === 'uuid' ? value : '',
    slug: kind === 'slug' ? value : '',
    domain: kind === 'host' ? value : null,
  };
}
