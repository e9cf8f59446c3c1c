import { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const waitersToldNotFound = stampedeSaboteur(
  'waiters-told-not-found',
  'Whoever waits looks into the cache when the load has ended, and takes an empty one for an absent tenant',
  {
    'STAMPEDE-7': /1000 callers: told 404 × 999, 503 × 1 instead of 503/,
    'STAMPEDE-8': /1000 callers: told 404 × 999, 503 × 1 instead of 503/,
  },
  {
    parts: ({ flights }) => ({
      flights: {
        run: (key, work, caller) => {
          const isWaiter = flights.has(key);
          const shared = flights.run(key, work, caller);
          return isWaiter ? shared.catch(() => new TenantOutcome(null)) : shared;
        },
        forget: (key) => flights.forget(key),
        has: (key) => flights.has(key),
      },
    }),
  },
);
