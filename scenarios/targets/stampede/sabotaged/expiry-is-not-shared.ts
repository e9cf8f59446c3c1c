import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const expiryIsNotShared = stampedeSaboteur(
  'expiry-is-not-shared',
  'Only the first load of a key is shared: a lock that protects start-up and not expiry',
  { 'STAMPEDE-23': /20 expiries under 50 callers who never pause: \d+ tenant queries instead of 21/ },
  {
    parts: ({ flights }) => {
      const loaded = new Set<string>();
      return {
        flights: flightsThat(flights, async (key, work, caller) => {
          if (!loaded.has(key)) return flights.run(key, work, caller).finally(() => loaded.add(key));
          const outcome = await work.load(new AbortController().signal);
          work.keep?.(outcome);
          return outcome;
        }),
      };
    },
  },
);
