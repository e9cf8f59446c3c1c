import { CachingTenantResolver } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const cacheFailureFailsTheRequest = stampedeSaboteur(
  'cache-failure-fails-the-request',
  'What the cache throws is thrown at the caller',
  { 'STAMPEDE-28': /1000 callers without a cache: told 500 × 1000 instead of 200/ },
  {
    resolver: (parts) => {
      const right = new CachingTenantResolver(parts);
      return {
        resolve: async (identifier, caller) => {
          parts.cache.get(identifier.value);
          return right.resolve(identifier, caller);
        },
        invalidate: (...tenants) => right.invalidate(...tenants),
        stats: () => right.stats(),
      };
    },
  },
);
