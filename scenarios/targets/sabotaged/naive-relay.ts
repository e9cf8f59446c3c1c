import { QueryTypes } from '../../../src/database/index.ts';
import type { JsonValue, PublishedEnvelope } from '../../contract/index.ts';
import type { Foundation } from '../reference-parts.ts';

/** A pending row of the outbox. */
export interface PendingRow {
  readonly id: string;
  readonly event_type: string;
  readonly payload: Readonly<Record<string, JsonValue>>;
}

/** A relay as one writes it in a quarter of an hour: no claim, no decoding, every pending row as `toWire` makes it. */
export async function relayNaively(
  { relayDatabase, capture }: Foundation,
  orderBy: string,
  toWire: (row: PendingRow) => PublishedEnvelope,
): Promise<void> {
  const rows = await relayDatabase.sequelize.query<PendingRow>(
    `SELECT id, event_type, payload FROM sys_events WHERE status = 'pending' ORDER BY ${orderBy}`,
    { type: QueryTypes.SELECT },
  );
  for (const row of rows) {
    capture.receive(toWire(row));
    await relayDatabase.sequelize.query("UPDATE sys_events SET status = 'dispatched' WHERE id = $1", {
      bind: [row.id],
    });
  }
}
