import { CachingTenantResolver, type TenantContext } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const answersNotFrozen = stampedeSaboteur(
  'answers-not-frozen',
  'Callers share one object that each of them can change',
  { 'STAMPEDE-34': /callers after one who changed its answer: 1000 of 1000 answers do not hold the tenant's name/ },
  {
    resolver: (parts) => {
      const right = new CachingTenantResolver(parts);
      const thawed = new WeakMap<TenantContext, TenantContext>();
      return {
        resolve: async (identifier, caller) => {
          const tenant = await right.resolve(identifier, caller);
          const shared = thawed.get(tenant) ?? structuredClone(tenant);
          thawed.set(tenant, shared);
          return shared;
        },
        invalidate: (...tenants) => right.invalidate(...tenants),
        stats: () => right.stats(),
      };
    },
  },
);
