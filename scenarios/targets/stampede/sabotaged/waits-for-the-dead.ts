import { stampedeSaboteur } from './stampede-saboteur.ts';

const never = 2 ** 31 - 1;

export const waitsForTheDead = stampedeSaboteur(
  'waits-for-the-dead',
  'Whoever waits for another instance waits for its word, which the dead do not send',
  {
    'STAMPEDE-43': /nobody took over from the instance that was killed within 6000 ms/,
    'STAMPEDE-44': /nobody took over from the instance that was killed within 6000 ms/,
  },
  { times: { pollMs: never, waitMs: never, leaseMs: never } },
);
