import type { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

const room = 1000;

export const evictedFromTheAnswer = stampedeSaboteur(
  'evicted-from-the-answer',
  'Loads that are under way live in the bounded cache, and whoever waits for one that is pushed out is rejected',
  { 'STAMPEDE-29': /callers of 10000 keys: told .*500 × 9000.* instead of 404/ },
  {
    parts: ({ flights }) => {
      const waiting = new Map<string, (reason: Error) => void>();
      return {
        flights: flightsThat(flights, (key, work, caller) => {
          const { promise, resolve, reject } = Promise.withResolvers<TenantOutcome>();
          waiting.set(key, reject);
          const [oldest] = waiting.keys();
          if (waiting.size > room && oldest !== undefined) {
            waiting.get(oldest)?.(new Error('evicted'));
            waiting.delete(oldest);
          }
          flights.run(key, work, caller).then(resolve, reject);
          return promise.finally(() => waiting.delete(key));
        }),
      };
    },
  },
);
