import { commitSaboteur } from './commit-saboteur.ts';

export const noDeadline = commitSaboteur(
  'no-deadline',
  {
    mistake: 'the declared deadline is never given to the database',
    caughtBy: [
      {
        scenario: 'COMMIT-31',
        message: /stuck: tables locked: POST \/api\/content\/nodes: unsettled after \d+ ms, its deadline is \d+ ms/,
      },
      {
        scenario: 'COMMIT-14',
        message: /stuck: tables locked: create: unsettled after \d+ ms, its deadline is \d+ ms/,
      },
    ],
  },
  { databaseDeadlineMs: 120_000 },
);
