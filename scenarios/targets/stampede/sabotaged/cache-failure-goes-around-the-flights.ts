import { CachingTenantResolver, TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const cacheFailureGoesAroundTheFlights = stampedeSaboteur(
  'cache-failure-goes-around-the-flights',
  'A caller whose cache fails asks the database by itself',
  { 'STAMPEDE-28': /1000 callers without a cache: 1000 tenant queries instead of 1/ },
  {
    resolver: (parts) => {
      const right = new CachingTenantResolver(parts);
      return {
        resolve: async (identifier, caller) => {
          try {
            parts.cache.get(identifier.value);
          } catch {
            const tenant = await parts.loader.load(identifier, new AbortController().signal);
            return new TenantOutcome(tenant).serve(identifier);
          }
          return right.resolve(identifier, caller);
        },
        invalidate: (...tenants) => right.invalidate(...tenants),
        stats: () => right.stats(),
      };
    },
  },
);
