import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const eventLostOnSavepoint = commitSaboteur(
  'event-lost-on-savepoint',
  {
    mistake: 'events are kept by transaction object, and those of a nested transaction are never looked at again',
    caughtBy: [{ scenario: 'COMMIT-6', message: /lost: savepoint released: the event of \S+ was never published/ }],
  },
  {
    parts: (right) => ({
      transport: transportThat(right.transport, async (transaction, envelope) => {
        const isNested = 'parent' in transaction && transaction.parent !== undefined && transaction.parent !== null;
        if (!isNested) await right.transport.publishInTransaction(transaction, envelope);
      }),
    }),
  },
);
