import { type AdminConnection, kitApplicationName } from '../../harness/counting/index.ts';
import { InconclusiveError, ObligationError } from '../contract/index.ts';
import { untilTrue } from './until.ts';

/** The application's sessions that are still inside a statement or a transaction after `graceMs`, described; none when it is quiet. */
export async function sessionsAtWork(admin: AdminConnection, graceMs: number): Promise<string[]> {
  return (await atWorkAfter(admin, graceMs)).map(describe);
}

/**
 * Resolves when no session of the application is at work; to be asked when every call has been answered. An `ObligationError` when one has
 * been idle inside a transaction for half of the patience or longer, an `InconclusiveError` when something is still going on.
 */
export async function untilAtRest(admin: AdminConnection, patienceMs: number): Promise<void> {
  const atWork = await atWorkAfter(admin, patienceMs);
  if (atWork.length === 0) return;
  // Not from the first look on: a caller has its error before the server calls the session idle.
  const unchanged = atWork.filter(({ sinceMs }) => sinceMs >= patienceMs / 2);
  const left = unchanged.filter(({ state }) => state.startsWith('idle in transaction'));
  const pids = new Set(left.map(({ pid }) => pid));
  // A transaction may be idle because the service waits for a statement on another connection; one that waits for it is none.
  const isAwaited = unchanged.some(({ pid, blockedBy }) => !pids.has(pid) && !blockedBy.some((one) => pids.has(one)));
  if (left.length > 0 && !isAwaited)
    throw new ObligationError(`stuck: a connection was left inside a transaction: ${left.map(describe).join('; ')}`);
  throw new InconclusiveError(`not drained, the application is still at work: ${atWork.map(describe).join('; ')}`);
}

interface SessionAtWork extends Record<string, unknown> {
  readonly pid: number;
  readonly state: string;
  readonly query: string;
  /** How long it has been in this state, by the server's clock. */
  readonly sinceMs: number;
  /** The sessions whose locks it waits for. */
  readonly blockedBy: readonly number[];
}

async function atWorkAfter(admin: AdminConnection, graceMs: number): Promise<readonly SessionAtWork[]> {
  let atWork: readonly SessionAtWork[] = [];
  await untilTrue(async () => {
    atWork = await admin.query<SessionAtWork>(
      `SELECT pid, state, left(query, 80) AS query, pg_blocking_pids(pid) AS "blockedBy",
              (extract(epoch FROM clock_timestamp() - state_change) * 1000)::float AS "sinceMs"
        FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
          AND state <> 'idle' AND application_name <> $1`,
      [kitApplicationName],
    );
    return atWork.length === 0;
  }, graceMs);
  return atWork;
}

function describe({ pid, state, query }: SessionAtWork): string {
  return `session ${pid} (${state}): ${query}`;
}
