import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const staleNeverRenewed = stampedeSaboteur(
  'stale-never-renewed',
  'What is past its time is served, and nobody loads it again',
  { 'STAMPEDE-37': /1000 callers of an expired tenant began 0 loads instead of 1/ },
  {
    parts: ({ flights }) => {
      const loaded = new Set<string>();
      return {
        flights: flightsThat(flights, (key, work, caller) => {
          if (loaded.has(key)) return new Promise(() => {});
          return flights.run(key, work, caller).finally(() => loaded.add(key));
        }),
      };
    },
  },
);
