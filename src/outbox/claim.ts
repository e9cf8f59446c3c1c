import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Database, QueryTypes, withinDeadline } from '../database/index.ts';

/** After this time a claim is void: its relay is taken for dead. */
export const CLAIM_MS = 60_000;

/** A row of the outbox that a relay step may deliver. */
export interface ClaimedRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly event_type: string;
  readonly schema_version: number;
  readonly payload: unknown;
  readonly retry_count: number;
}

/** Rows in their order, and the mark under which they are held. */
export interface Claim {
  readonly claimedBy: string;
  readonly claimedAt: Date;
  readonly rows: readonly ClaimedRow[];
}

// $1 now, $2 void before, $3 batch size, $4 mark. An event waits for every earlier one of its tenant that is pending and not
// in this claim: backing off, claimed by another relay, or locked by one that is claiming at this moment. What such a relay
// commits meanwhile is still pending to this statement, which so takes too little rather than too much.
const CLAIM = `
WITH due AS (
  SELECT id, tenant_id, created_at FROM sys_events event
  WHERE status = 'pending'
    AND (next_attempt_at IS NULL OR next_attempt_at <= $1::timestamptz)
    AND (claimed_at IS NULL OR claimed_at <= $2::timestamptz)
    AND NOT EXISTS (
      SELECT FROM sys_events earlier
      WHERE earlier.tenant_id = event.tenant_id AND earlier.status = 'pending'
        AND (earlier.created_at, earlier.id) < (event.created_at, event.id)
        AND (earlier.next_attempt_at > $1::timestamptz OR earlier.claimed_at > $2::timestamptz))
  ORDER BY created_at, id
  LIMIT $3::int
  FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE sys_events event SET claimed_by = $4, claimed_at = $1::timestamptz
  FROM due
  WHERE event.id = due.id AND NOT EXISTS (
    SELECT FROM sys_events earlier
    WHERE earlier.tenant_id = due.tenant_id AND earlier.status = 'pending'
      AND (earlier.created_at, earlier.id) < (due.created_at, due.id)
      AND earlier.id NOT IN (SELECT id FROM due))
  RETURNING event.id, event.tenant_id, event.event_type, event.schema_version, event.payload, event.retry_count, event.created_at
)
SELECT id, tenant_id, event_type, schema_version, payload, retry_count FROM claimed ORDER BY created_at, id`;

/** Claims the next due events: one statement, so one transaction. */
export async function claimBatch(database: Database, claimedAt: Date, batchSize: number): Promise<Claim> {
  const claimedBy = `${hostname().slice(0, 64)}:${process.pid}:${randomUUID()}`;
  const voidBefore = new Date(claimedAt.getTime() - CLAIM_MS);
  const bind = [claimedAt.toISOString(), voidBefore.toISOString(), batchSize, claimedBy];
  const rows = await withinDeadline(database, 'Claiming events', () =>
    database.sequelize.query<ClaimedRow>(CLAIM, { bind, type: QueryTypes.SELECT }),
  );
  return { claimedBy, claimedAt, rows };
}
