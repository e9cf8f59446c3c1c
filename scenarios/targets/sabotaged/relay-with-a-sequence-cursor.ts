import { QueryTypes } from '../../../src/database/index.ts';
import { commitSaboteur } from './commit-saboteur.ts';
import type { PendingRow } from './naive-relay.ts';

export const relayWithASequenceCursor = commitSaboteur(
  'relay-with-a-sequence-cursor',
  {
    mistake:
      'the relay goes on from the highest number of a sequence that it has seen; what commits late has a lower one',
    caughtBy: [
      {
        scenario: 'COMMIT-22',
        message: /lost: create overtaken at statement \d+ \(COMMIT\): .*node\.created .*it was never published/,
      },
    ],
  },
  {
    schema: () => `
      ALTER TABLE sys_events ADD COLUMN position bigserial;
      CREATE TABLE relay_cursor AS SELECT 0::bigint AS position;
      GRANT ALL ON relay_cursor TO PUBLIC`,
    parts: (_right, { relayDatabase: { sequelize }, capture }) => ({
      relay: async () => {
        const rows = await sequelize.query<PendingRow & { readonly position: string }>(
          `SELECT payload, position FROM sys_events WHERE position > (SELECT position FROM relay_cursor) ORDER BY position`,
          { type: QueryTypes.SELECT },
        );
        for (const { payload, position } of rows) {
          capture.receive(payload);
          await sequelize.query('UPDATE relay_cursor SET position = $1', { bind: [position] });
        }
      },
    }),
  },
);
