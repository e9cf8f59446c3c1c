import { stampedeSaboteur } from './stampede-saboteur.ts';

const kindless = (key: string): string => key.replace(/^tenant:v1:[a-z]+:/, 'tenant:v1:');

export const keyWithoutItsKind = stampedeSaboteur(
  'key-without-its-kind',
  'Slug, host and id of one spelling share a cache key',
  { 'STAMPEDE-18': /callers by host: 500 of 500 answers do not hold the tenant's name/ },
  {
    parts: ({ cache, flights }) => ({
      cache: {
        get: (key) => cache.get(kindless(key)),
        set: (key, outcome, ttlMs) => cache.set(kindless(key), outcome, ttlMs),
        delete: (key) => cache.delete(kindless(key)),
      },
      flights: {
        run: (key, work, caller) => flights.run(kindless(key), work, caller),
        forget: (key) => flights.forget(kindless(key)),
        has: (key) => flights.has(kindless(key)),
      },
    }),
  },
);
