import type { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const throwingLeaderLeavesTheKey = stampedeSaboteur(
  'throwing-leader-leaves-the-key',
  'The leader frees its key and wakes the others after the load, in no finally',
  {
    'STAMPEDE-7': /999 of 1000 got no answer/,
    'STAMPEDE-8': /999 of 1000 got no answer/,
  },
  {
    parts: () => {
      const waiting = new Map<string, PromiseWithResolvers<TenantOutcome>>();
      return {
        flights: {
          run: async (key, { load, keep }) => {
            const known = waiting.get(key);
            if (known !== undefined) return known.promise;
            const others = Promise.withResolvers<TenantOutcome>();
            waiting.set(key, others);
            const outcome = await load(new AbortController().signal);
            keep?.(outcome);
            waiting.delete(key);
            others.resolve(outcome);
            return outcome;
          },
          forget: (key) => void waiting.delete(key),
          has: (key) => waiting.has(key),
        },
      };
    },
  },
);
