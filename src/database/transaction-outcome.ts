import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Deadline } from './deadline.ts';
import { PgClient } from './pg.ts';

/** What the server says of a transaction; `unknown` when it cannot be asked or has forgotten. */
export type TransactionOutcome = 'committed' | 'aborted' | 'unknown';

const RETRY_PAUSE_MS = 10;

/**
 * Asks the server, on a connection of its own, how a transaction ended. One that is still in progress has lost its client:
 * its backend is terminated, so that the answer is final. Returns `unknown` at the deadline.
 */
export async function transactionOutcome(
  url: string,
  transactionId: string,
  deadline: Deadline,
): Promise<TransactionOutcome> {
  while (deadline.remainingMs() > 0) {
    const outcome = await askOnce(url, transactionId, deadline).catch(() => undefined);
    if (outcome !== undefined) return outcome;
    // The server may be starting again: the question is repeated until the deadline.
    await pause(Math.min(RETRY_PAUSE_MS, deadline.remainingMs()));
  }
  return 'unknown';
}

async function askOnce(
  url: string,
  transactionId: string,
  deadline: Deadline,
): Promise<TransactionOutcome | undefined> {
  const remainingMs = Math.max(1, Math.ceil(deadline.remainingMs()));
  const client = new PgClient({
    connectionString: url,
    connectionTimeoutMillis: remainingMs,
    query_timeout: remainingMs,
  });
  client.on('error', ignore);
  try {
    await deadline.race('Connecting to ask for an outcome', client.connect());
    return (await statusOf(client, transactionId)) ?? (await afterTermination(client, transactionId, deadline));
  } finally {
    client.connection.stream.destroy();
  }
}

async function afterTermination(
  client: Client,
  transactionId: string,
  deadline: Deadline,
): Promise<TransactionOutcome | undefined> {
  await client.query(
    `SELECT pg_terminate_backend(pid, $2::bigint) FROM pg_stat_activity
     WHERE backend_xid = $1::xid8::xid AND datname = current_database() AND usename = current_user`,
    [transactionId, Math.max(1, Math.floor(deadline.remainingMs() / 2))],
  );
  return statusOf(client, transactionId);
}

async function statusOf(client: Client, transactionId: string): Promise<TransactionOutcome | undefined> {
  const { rows } = await client.query<{ status: string | null }>('SELECT pg_xact_status($1::xid8) AS status', [
    transactionId,
  ]);
  const status = rows[0]?.status ?? null;
  if (status === 'committed' || status === 'aborted') return status;
  return status === null ? 'unknown' : undefined;
}

function ignore(): void {
  // The error also reaches the statement that was waiting.
}
