import { QueryTypes } from '../../../src/database/index.ts';
import { commitSaboteur } from './commit-saboteur.ts';
import type { PendingRow } from './naive-relay.ts';

export const relayMarksBeforeItPublishes = commitSaboteur(
  'relay-marks-before-it-publishes',
  {
    mistake: 'the relay marks its batch as dispatched, then publishes it',
    caughtBy: [
      {
        scenario: 'COMMIT-21',
        message: /lost: relay, drop-after at statement 1 \(UPDATE sys_events .*committed events were never published/,
      },
    ],
  },
  {
    parts: (_right, { relayDatabase, capture }) => ({
      relay: async () => {
        const rows = await relayDatabase.sequelize.query<PendingRow & { readonly position: string }>(
          `UPDATE sys_events SET status = 'dispatched' WHERE status = 'pending'
           RETURNING payload, to_char(created_at, 'IYYY-MM-DD HH24:MI:SS.US') || id AS position`,
          { type: QueryTypes.SELECT },
        );
        for (const { payload } of rows.toSorted((left, right) => (left.position < right.position ? -1 : 1)))
          capture.receive(payload);
      },
    }),
  },
);
