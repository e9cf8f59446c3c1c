import { CachingTenantResolver } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const resolverPerRequest = stampedeSaboteur(
  'resolver-per-request',
  'A right resolver, made anew for each request with a cache and flights of its own',
  {
    'STAMPEDE-1': /1001 tenant queries instead of 1/,
    'STAMPEDE-6': /1 callers and one more: 2 tenant queries instead of 1/,
    'STAMPEDE-16': /10 callers: 10 tenant queries instead of 1/,
  },
  {
    resolver: ({ loader }) => {
      // Longer than the database's own deadline: a thousand loads at once take their time on a busy machine.
      const fresh = () => new CachingTenantResolver({ loader, loadTimeoutMs: 60_000 });
      return {
        resolve: (identifier, caller) => fresh().resolve(identifier, caller),
        invalidate: (...tenants) => fresh().invalidate(...tenants),
        stats: () => fresh().stats(),
      };
    },
  },
);
