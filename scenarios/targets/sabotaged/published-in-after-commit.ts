import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const publishedInAfterCommit = commitSaboteur(
  'published-in-after-commit',
  {
    mistake: 'the event goes out in `transaction.afterCommit`, which Sequelize runs although COMMIT failed',
    caughtBy: [
      { scenario: 'COMMIT-4', message: /ghost: unitOfWork, deferred constraint fails .*published node\.created/ },
      { scenario: 'COMMIT-7', message: /ghost: unitOfWork, backend terminated at COMMIT.*published node\.created/ },
    ],
  },
  {
    parts: (right, { capture, database }) => ({
      transport: transportThat(right.transport, async (transaction, envelope) => {
        transaction.afterCommit(() => capture.deliver(envelope));
      }),
      runTransaction: (work) => database.sequelize.transaction(work),
    }),
  },
);
