import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type TenantContext,
  type TenantIdentifier,
  TenantOutcome,
  cacheKey,
  cacheKeysOf,
} from '../../../../src/tenancy/index.ts';
import { noStats } from './no-stats.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const notifiedBeforeStored = stampedeSaboteur(
  'notified-before-stored',
  'The leader frees its key and wakes the others, who look into the cache before the value is there',
  {
    'STAMPEDE-1': /1000 callers with the query held and one more: ([2-9]|\d{2,}) tenant queries instead of 1/,
    'STAMPEDE-16': /10 callers: ([2-9]|\d{2,}) tenant queries instead of 1/,
  },
  {
    resolver: ({ loader }) => {
      const cache = new Map<string, TenantOutcome>();
      const leaders = new Map<string, PromiseWithResolvers<void>>();
      const resolve = async (identifier: TenantIdentifier): Promise<TenantContext> => {
        const key = cacheKey(identifier);
        for (;;) {
          const cached = cache.get(key);
          if (cached !== undefined) return cached.serve(identifier);
          const leader = leaders.get(key);
          if (leader === undefined) break;
          await leader.promise;
        }
        const notify = Promise.withResolvers<void>();
        leaders.set(key, notify);
        const outcome = new TenantOutcome(await loader.load(identifier, new AbortController().signal));
        leaders.delete(key);
        notify.resolve();
        // A cache that is somewhere else takes a moment.
        await nextTurn();
        cache.set(key, outcome);
        return outcome.serve(identifier);
      };
      return {
        resolve,
        invalidate: (...tenants) => {
          for (const key of tenants.flatMap(cacheKeysOf)) cache.delete(key);
        },
        stats: noStats,
      };
    },
  },
);
