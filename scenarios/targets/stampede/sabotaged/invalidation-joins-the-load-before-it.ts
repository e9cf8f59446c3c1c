import { stampedeSaboteur } from './stampede-saboteur.ts';

export const invalidationJoinsTheLoadBeforeIt = stampedeSaboteur(
  'invalidation-joins-the-load-before-it',
  'An invalidation empties the cache and leaves the load that is under way to everybody who comes after',
  { 'STAMPEDE-13': /callers after an invalidation: (1000 of 1000 got no answer|told (504|503|200) × 1000 instead)/ },
  {
    parts: ({ flights }) => ({
      flights: {
        run: (key, work, caller) => flights.run(key, work, caller),
        forget: () => {},
        has: (key) => flights.has(key),
      },
    }),
  },
);
