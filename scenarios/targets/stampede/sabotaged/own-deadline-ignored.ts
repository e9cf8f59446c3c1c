import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const ownDeadlineIgnored = stampedeSaboteur(
  'own-deadline-ignored',
  'Whoever waits for a shared load waits as long as it takes',
  { 'STAMPEDE-33': /patient callers: told 50[034] × 900 instead of 200/ },
  {
    parts: ({ flights }) => ({
      flights: flightsThat(flights, (key, work, { signal } = {}) => flights.run(key, work, { signal })),
    }),
  },
);
