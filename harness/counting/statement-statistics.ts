import { DependencyError } from '../../src/errors/index.ts';
import type { AdminConnection } from './admin-connection.ts';

/** One row of pg_stat_statements for one database. */
export interface StatisticsEntry {
  readonly text: string;
  readonly calls: number;
  readonly toplevel: boolean;
}

/** The counters of one database at one moment, by user, query and level. */
export interface StatisticsSnapshot {
  readonly entries: ReadonlyMap<string, StatisticsEntry>;
  readonly evictions: number;
  readonly resetAt: string;
}

/** Reads the counters of the connection's own database. */
export interface StatementStatistics {
  /** False before PostgreSQL 14, where nested statements cannot be told apart. */
  readonly knowsLevels: boolean;
  /** The `track` setting in force: `all`, `top` or `none`. */
  readonly track: string;
  read(): Promise<StatisticsSnapshot>;
}

interface Row extends Record<string, unknown> {
  key: string;
  text: string | null;
  calls: string;
  toplevel: boolean;
}

/** Finds or creates the extension; a `DependencyError` (COUNTING_UNAVAILABLE) says what the server lacks. */
export async function openStatistics(connection: AdminConnection): Promise<StatementStatistics> {
  try {
    await requirePrivilege(connection);
    const { schema, version } = await ensureExtension(connection);
    const knowsLevels = Number(version.split('.')[1] ?? 0) >= 9;
    const [setting] = await connection.query<{ track: string }>(
      `SELECT current_setting('pg_stat_statements.track') AS track`,
    );
    const statistics = {
      knowsLevels,
      track: setting?.track ?? 'none',
      read: () => readSnapshot(connection, schema, knowsLevels),
    };
    await statistics.read();
    return statistics;
  } catch (cause) {
    throw new DependencyError(
      `pg_stat_statements cannot be read (${cause instanceof Error ? cause.message : String(cause)}). ` +
        'Start the server with shared_preload_libraries=pg_stat_statements and pg_stat_statements.track=all, and connect as a superuser.',
      { cause, code: 'COUNTING_UNAVAILABLE' },
    );
  }
}

/** Without it the texts of other roles read `<insufficient privilege>`, and a count would be short without a word. */
async function requirePrivilege(connection: AdminConnection): Promise<void> {
  const [role] = await connection.query<{ sees: boolean; name: string }>(
    `SELECT pg_has_role('pg_read_all_stats', 'USAGE') AS sees, current_user AS name`,
  );
  if (role?.sees !== true) throw new Error(`the role ${role?.name ?? '?'} may not read the statistics of other roles`);
}

async function ensureExtension(connection: AdminConnection): Promise<{ schema: string; version: string }> {
  const find = () =>
    connection.query<{ schema: string; version: string }>(
      `SELECT quote_ident(n.nspname) AS schema, e.extversion AS version
         FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'`,
    );
  const present = (await find())[0];
  if (present !== undefined) return present;
  // A schema of its own keeps the application's schema as its migrations left it; the lock, because two counters may start at once.
  await connection.query(
    `DO $$ BEGIN
       PERFORM pg_advisory_xact_lock(hashtext('rustok-testkit counting'));
       CREATE SCHEMA IF NOT EXISTS rustok_testkit_counting;
       CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA rustok_testkit_counting;
     END $$`,
  );
  const created = (await find())[0];
  if (created === undefined) throw new Error('the extension is missing after CREATE EXTENSION');
  return created;
}

async function readSnapshot(
  connection: AdminConnection,
  schema: string,
  knowsLevels: boolean,
): Promise<StatisticsSnapshot> {
  // The comment keeps the kit's own readings out of what they count.
  const rows = await connection.query<Row>(
    `SELECT /* rustok-testkit counting */ ${knowsLevels ? 's.toplevel' : 'true'} AS toplevel,
            concat_ws('/', s.userid, s.queryid, ${knowsLevels ? 's.toplevel' : 'true'}) AS key, s.query AS text, s.calls
       FROM ${schema}.pg_stat_statements s
      WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND s.query NOT LIKE '%/* rustok-testkit counting */%'`,
  );
  const info = knowsLevels
    ? await connection.query<{ evictions: string; reset: Date }>(
        `SELECT /* rustok-testkit counting */ dealloc AS evictions, stats_reset AS reset FROM ${schema}.pg_stat_statements_info`,
      )
    : [];
  const entries = new Map(
    rows.map((row) => [row.key, { text: row.text ?? '', calls: Number(row.calls), toplevel: row.toplevel }]),
  );
  return { entries, evictions: Number(info[0]?.evictions ?? 0), resetAt: info[0]?.reset.toISOString() ?? '' };
}
