import type { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const unboundedCache = stampedeSaboteur(
  'unbounded-cache',
  'A map that nobody empties',
  { 'STAMPEDE-29': /10000 entries are kept in a cache of 1000/ },
  {
    parts: () => {
      const entries = new Map<string, TenantOutcome>();
      const cache = {
        get: (key: string) => entries.get(key),
        set: (key: string, outcome: TenantOutcome) => void entries.set(key, outcome),
        delete: (key: string) => void entries.delete(key),
        get size() {
          return entries.size;
        },
      };
      return { cache };
    },
  },
);
