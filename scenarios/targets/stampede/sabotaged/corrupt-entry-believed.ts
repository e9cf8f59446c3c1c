import { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const corruptEntryBelieved = stampedeSaboteur(
  'corrupt-entry-believed',
  'Whatever the cache gives back is served',
  {
    'STAMPEDE-27': /1000 callers of a corrupt entry: (told \d+ × 1000 instead of 200|1000 of 1000 answers do not hold)/,
  },
  {
    parts: ({ cache }) => ({
      cache: {
        get: (key) => {
          const entry = cache.get(key) as TenantOutcome | undefined;
          return entry === undefined || entry instanceof TenantOutcome ? entry : new TenantOutcome(entry['tenant']);
        },
        set: (key, outcome, ttlMs) => cache.set(key, outcome, ttlMs),
        delete: (key) => cache.delete(key),
      },
    }),
  },
);
