import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const oneLockForAllKeys = stampedeSaboteur(
  'one-lock-for-all-keys',
  'One load at a time, whatever its key',
  { 'STAMPEDE-30': /only 1 of 101 keys were being loaded while one of them was held/ },
  {
    parts: ({ flights }) => {
      let last: Promise<unknown> = Promise.resolve();
      return {
        flights: flightsThat(flights, (key, work, caller) => {
          if (flights.has(key)) return flights.run(key, work, caller);
          const before = last;
          const load = (signal: AbortSignal) => before.then(() => work.load(signal));
          const shared = flights.run(key, { ...work, load }, caller);
          last = shared.catch(() => undefined);
          return shared;
        }),
      };
    },
  },
);
