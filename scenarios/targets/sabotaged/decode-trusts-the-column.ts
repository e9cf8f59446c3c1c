import { commitSaboteur } from './commit-saboteur.ts';
import { type PendingRow, relayNaively } from './naive-relay.ts';

export const decodeTrustsTheColumn = commitSaboteur(
  'decode-trusts-the-column',
  {
    mistake: 'the relay reads the type of an event from its column, whatever the payload says',
    caughtBy: [
      {
        scenario: 'COMMIT-15',
        message: /ghost: event_type = 'node\.deleted': delivered as node\.deleted .*against its payload/,
      },
    ],
  },
  { parts: (_right, foundation) => ({ relay: () => relayNaively(foundation, 'created_at, id', byColumn) }) },
);

function byColumn({ event_type: eventType, payload }: PendingRow) {
  return { ...payload, event_type: eventType };
}
