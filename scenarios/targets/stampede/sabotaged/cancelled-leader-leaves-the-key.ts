import type { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';
import { untilAborted } from './until-aborted.ts';

export const cancelledLeaderLeavesTheKey = stampedeSaboteur(
  'cancelled-leader-leaves-the-key',
  'The leader frees its key and wakes the others however its load ends, but not when it is itself cancelled',
  {
    'STAMPEDE-11': /the callers after the first: 999 of 999 got no answer/,
    'STAMPEDE-12': /the callers after the first: 999 of 999 got no answer/,
  },
  {
    parts: () => {
      const waiting = new Map<string, PromiseWithResolvers<TenantOutcome>>();
      return {
        flights: {
          run: async (key, { load, keep }, caller) => {
            const known = waiting.get(key);
            if (known !== undefined) return known.promise;
            const others = Promise.withResolvers<TenantOutcome>();
            // Nobody may be waiting when it is rejected.
            others.promise.catch(() => undefined);
            waiting.set(key, others);
            const settle = (how: () => void): void => {
              waiting.delete(key);
              how();
            };
            try {
              const outcome = await untilAborted(load(new AbortController().signal), caller?.signal);
              keep?.(outcome);
              settle(() => others.resolve(outcome));
              return outcome;
            } catch (error) {
              if (caller?.signal?.aborted !== true) settle(() => others.reject(error));
              throw error;
            }
          },
          forget: (key) => void waiting.delete(key),
          has: (key) => waiting.has(key),
        },
      };
    },
  },
);
