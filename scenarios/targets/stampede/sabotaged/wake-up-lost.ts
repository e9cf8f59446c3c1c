import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const wakeUpLost = stampedeSaboteur(
  'wake-up-lost',
  'A waiter unlocks the key, and only then begins to listen: whoever is woken in between is not there yet',
  { 'STAMPEDE-31': /1000 callers of a load that rejects with undefined: 999 of 1000 got no answer/ },
  {
    parts: () => {
      const listening = new Map<string, PromiseWithResolvers<TenantOutcome>[]>();
      const free = (key: string): PromiseWithResolvers<TenantOutcome>[] => {
        const listeners = listening.get(key) ?? [];
        listening.delete(key);
        return listeners;
      };
      return {
        flights: {
          run: async (key, { load, keep }) => {
            const listeners = listening.get(key);
            if (listeners !== undefined) {
              // To unlock takes a moment.
              await nextTurn();
              const own = Promise.withResolvers<TenantOutcome>();
              listeners.push(own);
              return own.promise;
            }
            listening.set(key, []);
            try {
              const outcome = await load(new AbortController().signal);
              keep?.(outcome);
              for (const { resolve } of free(key)) resolve(outcome);
              return outcome;
            } catch (error) {
              for (const { reject } of free(key)) reject(error);
              throw error;
            }
          },
          forget: (key) => void listening.delete(key),
          has: (key) => listening.has(key),
        },
      };
    },
  },
);
