import { type AdminConnection, openAdminConnection } from '../../counting/index.ts';

/** What the server says of one of its processes. */
export interface BackendState {
  readonly pid: number;
  /** It waits for its client. */
  readonly isIdle: boolean;
  /** The processes whose locks, or place in the queue for one, it waits for. */
  readonly blockers: readonly number[];
}

const shortDeadlockTimeoutMs = 100;

/** Asks the server, on a connection of its own, what its processes wait for. */
export class ServerWatch implements AsyncDisposable {
  readonly #connection: AdminConnection;
  readonly deadlockTimeoutMs: number;

  private constructor(connection: AdminConnection, deadlockTimeoutMs: number) {
    this.#connection = connection;
    this.deadlockTimeoutMs = deadlockTimeoutMs;
  }

  static async open(adminUrl: string): Promise<ServerWatch> {
    const connection = await openAdminConnection(adminUrl);
    const [setting] = await connection.query<{ ms: number }>(
      `SELECT setting::int AS ms FROM pg_settings WHERE name = 'deadlock_timeout'`,
    );
    return new ServerWatch(connection, setting?.ms ?? 0);
  }

  /**
   * How long a process must have been blocked before another one goes on: it looks for a deadlock once, so that the one which closes
   * the circle later is always the victim. A server that takes its time (1 s by default) is not waited for.
   */
  get steadyMs(): number {
    return this.deadlockTimeoutMs <= shortDeadlockTimeoutMs ? 2 * this.deadlockTimeoutMs : 0;
  }

  /** A process that has ended is missing from the answer. */
  async look(pids: readonly number[]): Promise<ReadonlyMap<number, BackendState>> {
    const rows = await this.#connection.query<BackendState & Record<string, unknown>>(
      `SELECT pid, coalesce(wait_event = 'ClientRead', false) AS "isIdle",
              pg_blocking_pids(pid) || pg_safe_snapshot_blocking_pids(pid) AS blockers
         FROM pg_stat_activity WHERE pid = ANY ($1::int[])`,
      [pids],
    );
    return new Map(rows.map((row) => [row.pid, row]));
  }

  async endSessions(pids: readonly number[]): Promise<void> {
    await this.#connection.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [pids]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }
}
