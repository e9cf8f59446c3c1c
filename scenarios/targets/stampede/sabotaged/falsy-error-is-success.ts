import { TenantOutcome } from '../../../../src/tenancy/index.ts';
import { flightsThat } from './flights-that.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';

export const falsyErrorIsSuccess = stampedeSaboteur(
  'falsy-error-is-success',
  'Whether a load has failed is asked with `if (error)`',
  { 'STAMPEDE-31': /1000 callers of a load that rejects with undefined: told 404 × 1000 instead of 500/ },
  {
    parts: ({ flights }) => ({
      flights: flightsThat(flights, async (key, work, caller) => {
        let error: unknown;
        const outcome = await flights.run(key, work, caller).catch((reason: unknown) => {
          error = reason;
        });
        if (error) throw error as Error;
        return outcome ?? new TenantOutcome(null);
      }),
    }),
  },
);
