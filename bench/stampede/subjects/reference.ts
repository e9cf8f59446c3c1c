import {
  CachingTenantResolver,
  type TenantIdentifier,
  type TenantResolver,
  inProcessCache,
} from '../../../src/index.ts';
import type { LookUp, Subject } from './subject.ts';

/** The resolver of this package. */
export const reference: Subject = {
  name: 'reference',
  about: 'CachingTenantResolver of this package: one fenced flight a key over lru-cache',
  open: async ({ loader, ttlMs, capacity }) =>
    lookUpOf(
      new CachingTenantResolver({
        loader,
        loadTimeoutMs: 10_000,
        ttl: { positiveMs: ttlMs, negativeMs: ttlMs, jitter: 0 },
        cache: inProcessCache({ capacity }),
      }),
    ),
};

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
