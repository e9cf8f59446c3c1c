import { stampedeSaboteur } from './stampede-saboteur.ts';

export const renewedByEach = stampedeSaboteur(
  'renewed-by-each',
  'Every caller who is served past the time begins a load that renews it',
  { 'STAMPEDE-37': /1000 callers of an expired tenant began 1000 loads instead of 1/ },
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
