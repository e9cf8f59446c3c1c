import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const staleNeverRenewed = stampedeSaboteur(
  'stale-never-renewed',
  'What is past its time is served, and nobody loads it again',
  { 'STAMPEDE-37': /an expired tenant was served and not renewed within 2000 ms/ },
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
