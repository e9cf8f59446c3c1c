import type { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const failureCached = stampedeSaboteur(
  'failure-cached',
  'The promise of a load stays in the table when it has failed',
  { 'STAMPEDE-7': /one caller after the error: told 503 × 1 instead of 200/ },
  {
    parts: () => {
      const promises = new Map<string, Promise<TenantOutcome>>();
      return {
        flights: {
          run: (key, { load, keep }) => {
            const known = promises.get(key);
            if (known !== undefined) return known;
            const loading = Promise.resolve(load(new AbortController().signal)).then((outcome) => {
              keep?.(outcome);
              promises.delete(key);
              return outcome;
            });
            promises.set(key, loading);
            return loading;
          },
          forget: (key) => void promises.delete(key),
          has: (key) => promises.has(key),
        },
      };
    },
  },
);
