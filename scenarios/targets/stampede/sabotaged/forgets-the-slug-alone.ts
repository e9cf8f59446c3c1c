import { CachingTenantResolver } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const forgetsTheSlugAlone = stampedeSaboteur(
  'forgets-the-slug-alone',
  "An invalidation drops the tenant's slug and leaves its id and its host",
  { 'STAMPEDE-26': /callers by id after the invalidation: told 200 × 300 instead of 403/ },
  {
    resolver: (parts) => {
      const right = new CachingTenantResolver(parts);
      return {
        resolve: (identifier, caller) => right.resolve(identifier, caller),
        invalidate: (...tenants) => right.invalidate(...tenants.map(({ slug }) => ({ id: '', slug, domain: null }))),
        stats: () => right.stats(),
      };
    },
  },
);
