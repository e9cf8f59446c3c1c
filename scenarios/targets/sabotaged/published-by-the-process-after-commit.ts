import { afterKnownCommit } from '../../../src/database/index.ts';
import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const publishedByTheProcessAfterCommit = commitSaboteur(
  'published-by-the-process-after-commit',
  {
    mistake: 'COMMIT is known to have succeeded, but the event lives in the process alone until then',
    caughtBy: [
      { scenario: 'COMMIT-9', message: /lost: process killed right after COMMIT: committed state asks for node\.\w+/ },
      { scenario: 'COMMIT-30', message: /lost: process killed right after COMMIT: committed state asks for node\.\w+/ },
    ],
  },
  {
    parts: (right, { capture }) => ({
      transport: transportThat(right.transport, async (transaction, envelope) => {
        afterKnownCommit(transaction, () => capture.deliver(envelope));
      }),
    }),
  },
);
