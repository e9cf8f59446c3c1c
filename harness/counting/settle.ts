import { setTimeout as delay } from 'node:timers/promises';
import { type AdminConnection, kitApplicationName } from './admin-connection.ts';

const pollMs = 5;

/**
 * Waits until no session of the application is inside a statement or a transaction, at most `deadlineMs`.
 * An open portal is counted only when its transaction ends, so a reading before that would be short.
 * Resolves to the sessions that still were, for the message.
 */
export async function waitUntilSettled(connection: AdminConnection, deadlineMs: number): Promise<readonly string[]> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const busy = await busySessions(connection);
    if (busy.length === 0 || Date.now() >= deadline) return busy;
    await delay(pollMs);
  }
}

async function busySessions(connection: AdminConnection): Promise<string[]> {
  const rows = await connection.query<{ pid: number; state: string; user: string }>(
    `SELECT /* rustok-testkit counting */ pid, state, usename AS user FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND state <> 'idle' AND application_name NOT LIKE $1 || '%'`,
    [kitApplicationName],
  );
  return rows.map((row) => `pid ${row.pid} (${row.user}, ${row.state})`);
}
