import { stampedeSaboteur } from './stampede-saboteur.ts';

export const failSafeUnasked = stampedeSaboteur(
  'fail-safe-unasked',
  'Tenants past their time are served although nobody wished it',
  { 'STAMPEDE-38': /1000 callers where nobody wished it: told 200 × 1000 instead of 503/ },
  { parts: () => ({ stale: { onErrorMs: 60_000 } }) },
);
