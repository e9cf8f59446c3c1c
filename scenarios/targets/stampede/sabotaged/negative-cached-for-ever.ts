import { stampedeSaboteur } from './stampede-saboteur.ts';

export const negativeCachedForEver = stampedeSaboteur(
  'negative-cached-for-ever',
  'That a tenant is absent is kept without a time to live',
  {
    'STAMPEDE-17': /1000 callers of a tenant that has appeared: told 404 × 1000 instead of 200/,
    'STAMPEDE-37': /1000 callers of a tenant whose refusal has expired: told 403 × 1000 instead of 200/,
  },
  {
    parts: ({ cache }) => ({
      cache: {
        get: (key) => cache.get(key),
        set: (key, outcome, ttlMs) => cache.set(key, outcome, outcome.isFound ? ttlMs : Number.MAX_SAFE_INTEGER),
        delete: (key) => cache.delete(key),
      },
    }),
  },
);
