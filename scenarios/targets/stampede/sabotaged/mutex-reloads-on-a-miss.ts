import { type TenantIdentifier, TenantOutcome, cacheKey, cacheKeysOf } from '../../../../src/tenancy/index.ts';
import { noStats } from './no-stats.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const mutexReloadsOnAMiss = stampedeSaboteur(
  'mutex-reloads-on-a-miss',
  'A mutex for each key: every waiter looks into the cache again, where an absent tenant is not kept, and loads',
  {
    'STAMPEDE-3': /1000 callers and one more: 1001 tenant queries instead of 1/,
    'STAMPEDE-4': /1000 callers and one more: 1001 tenant queries instead of 1/,
  },
  {
    resolver: ({ loader }) => {
      const cache = new Map<string, TenantOutcome>();
      const locks = new Map<string, Promise<unknown>>();
      const look = async (key: string, identifier: TenantIdentifier): Promise<TenantOutcome> => {
        const cached = cache.get(key);
        if (cached !== undefined) return cached;
        const outcome = new TenantOutcome(await loader.load(identifier, new AbortController().signal));
        if (outcome.tenant !== null) cache.set(key, outcome);
        return outcome;
      };
      return {
        resolve: async (identifier) => {
          const key = cacheKey(identifier);
          const turn = (locks.get(key) ?? Promise.resolve()).then(() => look(key, identifier));
          locks.set(
            key,
            turn.catch(() => undefined),
          );
          return (await turn).serve(identifier);
        },
        invalidate: (...tenants) => {
          for (const key of tenants.flatMap(cacheKeysOf)) cache.delete(key);
        },
        stats: noStats,
      };
    },
  },
);
