import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const onlyTheFirstEvent = commitSaboteur(
  'only-the-first-event',
  {
    mistake: 'a transaction publishes its first event and forgets the others',
    caughtBy: [
      {
        scenario: 'COMMIT-29',
        message: /lost: POST \/api\/content\/nodes: committed state asks for node\.published .*it was never published/,
      },
      {
        scenario: 'COMMIT-10',
        message: /lost: createPublished: committed state asks for node\.published .*it was never published/,
      },
    ],
  },
  {
    parts: (right) => {
      const served = new WeakSet();
      return {
        transport: transportThat(right.transport, async (transaction, envelope) => {
          if (served.has(transaction)) return;
          served.add(transaction);
          await right.transport.publishInTransaction(transaction, envelope);
        }),
      };
    },
  },
);
