import { afterKnownCommit } from '../../../src/database/index.ts';
import type { EventEnvelope } from '../../../src/events/index.ts';
import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const oneListForAllTransactions = commitSaboteur(
  'one-list-for-all-transactions',
  {
    mistake: 'the bus keeps one list of events for the process, and whoever commits first publishes it',
    caughtBy: [
      { scenario: 'COMMIT-11', message: /ghost: the event of \S+ was published, though rolled back/ },
      {
        scenario: 'COMMIT-13',
        message: /ghost: while the first was open: the event of \S+ was published, though rolled back/,
      },
    ],
  },
  {
    parts: (right, { capture }) => {
      const list: EventEnvelope[] = [];
      return {
        transport: transportThat(right.transport, async (transaction, envelope) => {
          list.push(envelope);
          afterKnownCommit(transaction, async () => {
            for (const held of list.splice(0)) await capture.deliver(held);
          });
        }),
      };
    },
  },
);
