import { stampedeSaboteur } from './stampede-saboteur.ts';

export const noFailSafe = stampedeSaboteur(
  'no-fail-safe',
  'What is past its time is gone when the database fails, although it was wished for',
  { 'STAMPEDE-38': /1000 callers of an expired tenant: told 503 × 1000 instead of 200/ },
  { parts: () => ({ stale: {} }) },
);
