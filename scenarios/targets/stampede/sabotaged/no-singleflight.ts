import { stampedeSaboteur } from './stampede-saboteur.ts';

export const noSingleflight = stampedeSaboteur(
  'no-singleflight',
  'A cache alone: whoever misses it loads',
  {
    'STAMPEDE-1': /1000 callers with the query held and one more: 1000 tenant queries instead of 1/,
    'STAMPEDE-5': /10 callers and one more: 10 tenant queries instead of 1/,
    'STAMPEDE-15': /10 callers: 10 tenant queries instead of 1/,
    'STAMPEDE-2': /1000 callers with the query held and one more: 1000 tenant queries instead of 1/,
  },
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
