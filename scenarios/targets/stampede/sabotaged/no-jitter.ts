import { stampedeSaboteur } from './stampede-saboteur.ts';

export const noJitter = stampedeSaboteur(
  'no-jitter',
  'Every tenant is kept for 300 s to the millisecond',
  { 'STAMPEDE-24': /(0|1000) of 1000 had expired after 300 s, where about half should have/ },
  {
    parts: ({ cache }) => ({
      cache: {
        get: (key) => cache.get(key),
        set: (key, outcome) => cache.set(key, outcome, 300_000),
        delete: (key) => cache.delete(key),
      },
    }),
  },
);
