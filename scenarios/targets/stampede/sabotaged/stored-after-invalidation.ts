import type { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const storedAfterInvalidation = stampedeSaboteur(
  'stored-after-invalidation',
  'A load keeps its value although the tenant was invalidated while it ran',
  {
    'STAMPEDE-13': /a caller after both loads: told 200 × 1 instead of 403/,
    'STAMPEDE-25': /a caller after both loads: told 403 × 1 instead of 200/,
    'STAMPEDE-14': /a caller after both loads: told 200 × 1 instead of 403/,
  },
  {
    parts: () => {
      const loads = new Map<string, Promise<TenantOutcome>>();
      return {
        flights: {
          run: (key, { load, keep }) => {
            const known = loads.get(key);
            if (known !== undefined) return known;
            const loading = Promise.resolve(load(new AbortController().signal))
              .then((outcome) => {
                keep?.(outcome);
                return outcome;
              })
              .finally(() => {
                if (loads.get(key) === loading) loads.delete(key);
              });
            loads.set(key, loading);
            return loading;
          },
          forget: (key) => void loads.delete(key),
          has: (key) => loads.has(key),
        },
      };
    },
  },
);
