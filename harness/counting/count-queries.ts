import { type AdminConnection, openAdminConnection } from './admin-connection.ts';
import { checkCountOptions } from './check-options.ts';
import { type QueryPattern, matchesPattern } from './pattern.ts';
import type { CountedStatement, QueryCount } from './query-count.ts';
import { waitUntilSettled } from './settle.ts';
import { type StatementStatistics, type StatisticsSnapshot, openStatistics } from './statement-statistics.ts';

/** What to count, and where. */
export interface CountQueriesOptions {
  /** A superuser's URL of the database whose statements are counted; the kit opens a session of its own. */
  readonly adminUrl: string;
  readonly pattern: QueryPattern;
  /** How long a reading waits for open statements and transactions to end (default 1000 ms). */
  readonly settleMs?: number;
}

/** A running count; `stop` reads for the last time and closes the session. */
export interface QueryCounter extends AsyncDisposable {
  /** What ran since the start (or the last `restart`). */
  read(): Promise<QueryCount>;
  /** Counts from now on. */
  restart(): Promise<void>;
  stop(): Promise<QueryCount>;
}

/**
 * Counts the statements that the server completed, by the difference of two readings of pg_stat_statements:
 * exact whatever client, pool, protocol or prepared statement sent them. Statements that fail are not seen; see `failQueries`.
 */
export async function countQueries(options: CountQueriesOptions): Promise<QueryCounter> {
  checkCountOptions(options);
  const connection = await openAdminConnection(options.adminUrl);
  try {
    const statistics = await openStatistics(connection);
    return new StatisticsCounter(options, connection, statistics, await statistics.read());
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
}

class StatisticsCounter implements QueryCounter {
  readonly #options: CountQueriesOptions;
  readonly #connection: AdminConnection;
  readonly #statistics: StatementStatistics;
  #start: StatisticsSnapshot;
  #closed = false;

  constructor(
    options: CountQueriesOptions,
    connection: AdminConnection,
    statistics: StatementStatistics,
    start: StatisticsSnapshot,
  ) {
    this.#options = options;
    this.#connection = connection;
    this.#statistics = statistics;
    this.#start = start;
  }

  async read(): Promise<QueryCount> {
    const busy = await waitUntilSettled(this.#connection, this.#options.settleMs ?? 1000);
    const end = await this.#statistics.read();
    const reasons = [
      ...busy.map((session) => `${session} was still inside a statement or a transaction`),
      ...doubtsBetween(this.#start, end),
      ...(this.#statistics.track === 'none' ? ['pg_stat_statements.track is none'] : []),
    ];
    const statements = differences(this.#start, end).filter((one) => matchesPattern(this.#options.pattern, one.text));
    return {
      verdict: reasons.length === 0 ? 'counted' : 'inconclusive',
      reasons,
      grade: this.#statistics.knowsLevels ? 'exact' : 'advisory',
      count: callsOf(statements.filter((one) => one.toplevel)),
      nested: callsOf(statements.filter((one) => !one.toplevel)),
      failed: null,
      statements,
    };
  }

  async restart(): Promise<void> {
    await waitUntilSettled(this.#connection, this.#options.settleMs ?? 1000);
    this.#start = await this.#statistics.read();
  }

  async stop(): Promise<QueryCount> {
    try {
      return await this.read();
    } finally {
      await this[Symbol.asyncDispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#connection[Symbol.asyncDispose]();
  }
}

function doubtsBetween(start: StatisticsSnapshot, end: StatisticsSnapshot): string[] {
  const doubts: string[] = [];
  if (end.evictions !== start.evictions)
    doubts.push(
      `pg_stat_statements evicted entries (${end.evictions - start.evictions}); raise pg_stat_statements.max`,
    );
  if (end.resetAt !== start.resetAt) doubts.push('pg_stat_statements was reset during the count');
  const shrunk = [...start.entries].some(([key, before]) => (end.entries.get(key)?.calls ?? 0) < before.calls);
  if (shrunk && doubts.length === 0)
    doubts.push('entries of pg_stat_statements were reset or dropped during the count');
  return doubts;
}

function differences(start: StatisticsSnapshot, end: StatisticsSnapshot): CountedStatement[] {
  return [...end.entries]
    .map(([key, after]) => ({ ...after, calls: after.calls - (start.entries.get(key)?.calls ?? 0) }))
    .filter((one) => one.calls > 0);
}

function callsOf(statements: readonly CountedStatement[]): number {
  return statements.reduce((sum, one) => sum + one.calls, 0);
}
