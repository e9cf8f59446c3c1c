import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const firstDeadlineEndsTheLoad = stampedeSaboteur(
  'first-deadline-ends-the-load',
  'The load ends with the patience of the caller who came first',
  { 'STAMPEDE-33': /patient callers: told (?:200 × \d+, )?50[034] × \d+ instead of 200/ },
  {
    parts: ({ flights }) => {
      let first: number | undefined;
      return {
        flights: flightsThat(flights, (key, work, caller) => {
          first ??= caller?.deadlineMs;
          return flights.run(key, work, first === undefined ? caller : { deadlineMs: first });
        }),
      };
    },
  },
);
