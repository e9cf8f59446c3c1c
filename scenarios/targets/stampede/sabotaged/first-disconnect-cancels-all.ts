import { Singleflight, type TenantOutcome } from '../../../../src/tenancy/index.ts';
import { stampedeSaboteur } from './stampede-saboteur.ts';
import { untilAborted } from './until-aborted.ts';

export const firstDisconnectCancelsAll = stampedeSaboteur(
  'first-disconnect-cancels-all',
  'The load runs on the signal of the caller who came first',
  {
    'STAMPEDE-11': /the callers after the first: told (499|500) × 999 instead of 200/,
    'STAMPEDE-12': /the callers after the first: told (499|500) × 999 instead of 200/,
  },
  {
    parts: () => {
      const shared = new Singleflight<TenantOutcome>({ timeoutMs: 60_000 });
      return {
        flights: {
          run: (key, { load, ...rest }, caller) =>
            shared.run(key, { ...rest, load: (signal) => untilAborted(load(signal), caller?.signal) }),
          forget: (key) => shared.forget(key),
          has: (key) => shared.has(key),
        },
      };
    },
  },
);
