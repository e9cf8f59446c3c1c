import { stampedeSaboteur } from './stampede-saboteur.ts';

const never = 2 ** 31 - 1;

export const waitsForTheDead = stampedeSaboteur(
  'waits-for-the-dead',
  'Whoever waits for another instance waits for its word, which the dead do not send',
  {
    'STAMPEDE-43':
      /only 1 of 2 tenant queries had begun|instances that live, instance \d: told 50[34] × 250 instead of 200/,
    'STAMPEDE-44':
      /only 1 of 2 tenant queries had begun|instances that live, instance \d: told 50[34] × 250 instead of 200/,
  },
  { times: { pollMs: never, waitMs: never, leaseMs: never } },
);
