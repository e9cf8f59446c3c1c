import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const givesUpWithTheLoad = stampedeSaboteur(
  'gives-up-with-the-load',
  'A caller who goes away is counted as gone, and waits for the load all the same',
  { 'STAMPEDE-46': /100 of 100 callers who had gone away still waited \d+ ms later, while the query was held/ },
  {
    parts: ({ flights }) => ({
      flights: flightsThat(flights, (key, work, caller) =>
        flights.run(key, work, caller).catch((reason: unknown) => {
          if (caller?.signal?.aborted === true && flights.has(key)) return flights.run(key, work);
          throw reason;
        }),
      ),
    }),
  },
);
