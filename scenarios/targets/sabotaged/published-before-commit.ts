import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const publishedBeforeCommit = commitSaboteur(
  'published-before-commit',
  {
    mistake: 'the event goes out as soon as it is published, while the transaction is still open',
    caughtBy: [
      {
        scenario: 'COMMIT-34',
        message:
          /ghost: POST \/api\/content\/nodes, drop-\w+ at statement \d+ \(.*\): published, though nothing was committed/,
      },
      {
        scenario: 'COMMIT-24',
        message: /ghost: POST \/api\/content\/nodes, .*published node\.created .* while its transaction was open/,
      },
      { scenario: 'COMMIT-1', message: /ghost: .*published node\.created .* while its transaction was open/ },
      {
        scenario: 'COMMIT-2',
        message: /ghost: throws after the event row: the event of \S+ was published, though rolled back/,
      },
    ],
  },
  {
    parts: (right, { capture }) => ({
      transport: transportThat(right.transport, (_transaction, envelope) => capture.deliver(envelope)),
    }),
  },
);
