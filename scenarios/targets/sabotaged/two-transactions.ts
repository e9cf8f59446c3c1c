import { commitSaboteur } from './commit-saboteur.ts';
import { holdingBack } from './holding-back.ts';

export const twoTransactions = commitSaboteur(
  'two-transactions',
  {
    mistake: 'the state is committed in one transaction, its events in the next',
    caughtBy: [
      {
        scenario: 'COMMIT-23',
        message:
          /lost: committed state asks for node\..*it was never published: process killed with .*at statement \d+ \(/,
      },
      {
        scenario: 'COMMIT-8',
        message:
          /torn: create, raising trigger before INSERT on public\.sys_events: the caller saw an error, yet state was committed/,
      },
    ],
  },
  {
    parts: (right) =>
      holdingBack(right, async (call, held) => {
        const result = await call();
        await right.transport.publishBatch(held);
        return result;
      }),
  },
);
