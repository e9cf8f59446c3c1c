import { commitSaboteur } from './commit-saboteur.ts';
import { transportThat } from './transport-that.ts';

export const eventErrorBehindASavepoint = commitSaboteur(
  'event-error-behind-a-savepoint',
  {
    mistake: 'an event that cannot be stored is rolled back to a savepoint, and the state is committed without it',
    caughtBy: [
      {
        scenario: 'COMMIT-28',
        message:
          /lost: POST \/api\/content\/nodes, raising trigger before INSERT on public\.sys_events: committed state asks for node\.created/,
      },
      {
        scenario: 'COMMIT-17',
        message:
          /lost: create, error-before at statement \d+ \(INSERT INTO sys_events .*committed, but never published/,
      },
      {
        scenario: 'COMMIT-33',
        message:
          /torn: POST \/api\/content\/nodes, error-before at statement \d+ \(INSERT INTO sys_events .*a part of the events was published/,
      },
      { scenario: 'COMMIT-8', message: /lost: create, tablespace full .*committed state asks for node\.created/ },
    ],
  },
  {
    parts: (right, { database }) => ({
      transport: transportThat(right.transport, async (transaction, envelope) => {
        try {
          await database.sequelize.transaction({ transaction }, (savepoint) =>
            right.transport.publishInTransaction(savepoint, envelope),
          );
        } catch {
          // The mistake.
        }
      }),
    }),
  },
);
