import type { Transaction } from 'sequelize';
import { afterKnownCommit } from '../../../src/database/index.ts';
import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const savepointKeepsItsEvents = commitSaboteur(
  'savepoint-keeps-its-events',
  {
    mistake: 'events are held until the outer transaction commits; rolling back to a savepoint does not take them back',
    caughtBy: [
      {
        scenario: 'COMMIT-6',
        message: /ghost: savepoint rolled back: the event of \S+ was published, though rolled back/,
      },
    ],
  },
  {
    parts: (right, { capture }) => ({
      transport: transportThat(right.transport, async (transaction, envelope) => {
        afterKnownCommit(outermost(transaction), () => capture.deliver(envelope));
      }),
    }),
  },
);

function outermost(transaction: Transaction): Transaction {
  const { parent } = transaction as Transaction & { parent?: Transaction | null };
  return parent === undefined || parent === null ? transaction : outermost(parent);
}
