import { type AdminConnection, kitApplicationName } from '../../harness/counting/index.ts';
import { untilTrue } from './until.ts';

/** The application's sessions that are still inside a statement or a transaction after `graceMs`, described; none when it is quiet. */
export async function sessionsAtWork(admin: AdminConnection, graceMs: number): Promise<string[]> {
  let atWork: string[] = [];
  await untilTrue(async () => {
    const rows = await admin.query<{ pid: number; state: string; query: string }>(
      `SELECT pid, state, left(query, 80) AS query FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
          AND state <> 'idle' AND application_name <> $1`,
      [kitApplicationName],
    );
    atWork = rows.map((row) => `session ${row.pid} (${row.state}): ${row.query}`);
    return atWork.length === 0;
  }, graceMs);
  return atWork;
}
