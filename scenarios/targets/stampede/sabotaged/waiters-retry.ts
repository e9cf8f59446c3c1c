import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const waitersRetry = stampedeSaboteur(
  'waiters-retry',
  'A waiter whose shared load has failed loads by itself',
  {
    'STAMPEDE-7': /1000 callers: (\d{2,} failing tenant queries instead of 1|told .*504 ×)/,
    'STAMPEDE-20': /1000 callers: told 200 × 99\d/,
  },
  {
    parts: ({ flights }) => ({
      flights: flightsThat(flights, async (key, work, caller) => {
        const isWaiter = flights.has(key);
        const shared = flights.run(key, work, caller);
        return isWaiter ? shared.catch(() => work.load(new AbortController().signal)) : shared;
      }),
    }),
  },
);
