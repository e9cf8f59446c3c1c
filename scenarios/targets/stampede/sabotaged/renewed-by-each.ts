import { stampedeSaboteur } from './stampede-saboteur.ts';

export const renewedByEach = stampedeSaboteur(
  'renewed-by-each',
  'Every caller who is served past the time begins a load that renews it',
  { 'STAMPEDE-37': /1000 callers of an expired tenant: ([3-9]|\d{2,}) tenant queries instead of 2/ },
  {
    parts: () => ({
      flights: {
        run: async (_key, { load, keep }) => {
          const outcome = await load(new AbortController().signal);
          keep?.(outcome);
          return outcome;
        },
        forget: () => {},
        has: () => false,
      },
    }),
  },
);
