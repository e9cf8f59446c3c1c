import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const outboxRowOnAnotherConnection = commitSaboteur(
  'outbox-row-on-another-connection',
  {
    mistake: 'the outbox row is written without `{ transaction }`: on another connection, committed at once',
    caughtBy: [
      {
        scenario: 'COMMIT-25',
        message: /ghost: POST \/api\/content\/nodes, raising trigger .*: published node\.created/,
      },
      {
        scenario: 'COMMIT-27',
        message: /ghost: POST \/api\/content\/nodes, backend terminated .*: published node\.created/,
      },
      {
        scenario: 'COMMIT-2',
        message: /ghost: throws after the event row: the event of \S+ was published, though rolled back/,
      },
      {
        scenario: 'COMMIT-3',
        message:
          /ghost: createPublished, raising trigger before row 2 of INSERT on public\.sys_events: published node\.created/,
      },
    ],
  },
  {
    parts: (right) => ({
      transport: transportThat(right.transport, (_transaction, envelope) => right.transport.publish(envelope)),
    }),
  },
);
