import { setTimeout as delay } from 'node:timers/promises';
import { type AdminConnection, kitApplicationName } from '../counting/index.ts';

const pollMs = 2;

/** A session of the application that is inside a transaction or a statement. */
export interface BusySession extends Record<string, unknown> {
  readonly pid: number;
  readonly state: string;
  readonly query: string;
}

/** Waits, at most `limitMs`, until no session of the database is inside a transaction; resolves to those that still were. */
export async function waitUntilQuiet(admin: AdminConnection, limitMs: number): Promise<readonly BusySession[]> {
  const limit = Date.now() + limitMs;
  for (;;) {
    const busy = await admin.query<BusySession>(
      `SELECT pid, state, query FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
          AND state <> 'idle' AND application_name NOT LIKE $1 || '%'`,
      [kitApplicationName],
    );
    if (busy.length === 0 || Date.now() >= limit) return busy;
    await delay(pollMs);
  }
}

/** Ends sessions that were left behind, so that the next run starts from rest. */
export async function endSessions(admin: AdminConnection, sessions: readonly BusySession[]): Promise<void> {
  await admin.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [sessions.map((one) => one.pid)]);
  await waitUntilQuiet(admin, 5000);
}
