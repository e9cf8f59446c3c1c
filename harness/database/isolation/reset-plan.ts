import type { Client } from 'pg';
import { inDeletionOrder } from './deletion-order.ts';

/** What brings one database back to what it was when the plan was made. */
export interface ResetPlan {
  /** Everything in one message, as a superuser; its last result is the database's shape. */
  readonly statements: string;
  /** The shape when the plan was made: another one means that a test has changed more than rows. */
  readonly shape: string;
  /** Counts the rows of each table, in one statement; `expected` is its result on a reset database. */
  readonly count: string;
  readonly expected: string;
}

interface Table {
  readonly name: string;
  /** How its own rows are named: those of its partitions are its own, those of tables that inherit from it are theirs. */
  readonly ownRows: string;
  readonly references: readonly string[];
  /** Columns that can be written to. */
  readonly columns: string;
  readonly rows: boolean;
}

interface Sequence {
  readonly name: string;
  readonly last: string | null;
  readonly start: string;
}

const own = `c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname ~ '^(pg_|information_schema$|rustok_reset$)')
  AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')`;

const tablesQuery = `
  SELECT c.oid::regclass::text AS name, CASE relkind WHEN 'r' THEN 'ONLY ' ELSE '' END || c.oid::regclass::text AS "ownRows",
    ARRAY(SELECT confrelid::regclass::text FROM pg_constraint WHERE conrelid = c.oid AND contype = 'f') AS references,
    (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
  FROM pg_class c WHERE relkind IN ('r', 'p') AND NOT relispartition AND relpersistence <> 't' AND ${own} ORDER BY 1`;

const sequencesQuery = `
  SELECT c.oid::regclass::text AS name, pg_sequence_last_value(c.oid)::text AS last, seqstart::text AS start
  FROM pg_class c JOIN pg_sequence ON seqrelid = c.oid WHERE relpersistence <> 't' AND ${own} ORDER BY 1`;

/** Changes with every object that is made, dropped or widened: objects made later have higher ids, dropped ones are missing from the number. */
const shape = `SELECT concat_ws(' ',
    (SELECT concat(count(*), ':', max(oid), ':', sum(relnatts)) FROM pg_class WHERE oid >= 16384 AND relpersistence <> 't'),
    (SELECT concat(count(*), ':', max(oid)) FROM pg_constraint WHERE oid >= 16384),
    (SELECT concat(count(*), ':', max(oid)) FROM pg_trigger WHERE oid >= 16384 AND NOT tgisinternal),
    (SELECT concat(count(*), ':', max(oid)) FROM pg_proc WHERE oid >= 16384),
    (SELECT concat(count(*), ':', max(oid)) FROM pg_namespace WHERE oid >= 16384 AND nspname !~ '^pg_'),
    (SELECT concat(count(*), ':', max(oid)) FROM pg_attrdef WHERE oid >= 16384)) AS shape`;

/** Looks at a fresh database; the rows that its migrations wrote are put aside in it, where its application cannot see them. */
export async function planReset(client: Client): Promise<ResetPlan> {
  const tables = await readTables(client);
  const { rows: sequences } = await client.query<Sequence>(sequencesQuery);
  const seeded = tables.filter(({ rows }) => rows);
  if (seeded.length > 0) {
    const copies = seeded.map(({ ownRows }, index) => `CREATE TABLE rustok_reset.t${index} AS TABLE ${ownRows}`);
    await client.query(`CREATE SCHEMA rustok_reset; ${copies.join('; ')}`);
  }
  const rowsOf = new Map(tables.map(({ name, ownRows }) => [name, ownRows]));
  const counts = tables.map(({ name, ownRows }) => `'${quoted(name)}', (SELECT count(*) FROM ${ownRows})`);
  const count = `SELECT json_build_object(${counts.join(', ')})::text AS counts`;
  return {
    statements: [
      ...beginning,
      ...(await asReplica(client)),
      ...inDeletionOrder(tables).map((name) => `DELETE FROM ${rowsOf.get(name)}`),
      ...seeded.map(
        ({ name, columns }, index) =>
          `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM rustok_reset.t${index}`,
      ),
      ...resetSequences(sequences),
      'SELECT lo_unlink(oid) FROM pg_largeobject_metadata',
      shape,
    ].join(';\n'),
    shape: await single(client, shape),
    count,
    expected: await single(client, count),
  };
}

/** Sessions that are in the middle of something would hold the locks that the reset needs; idle ones are an open pool, and stay. */
const beginning = [
  "SET LOCAL lock_timeout = '10s'",
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'",
];

/** As a replica, the server fires neither the foreign keys' triggers nor the user's own, which may refuse a DELETE. Only a superuser can say so. */
async function asReplica(client: Client): Promise<string[]> {
  const isSuperuser = await single(client, "SELECT current_setting('is_superuser')");
  return isSuperuser === 'on' ? ['SET LOCAL session_replication_role = replica'] : [];
}

/** Statements that set sequences, also those behind serial and identity columns, to what they were. */
function resetSequences(sequences: readonly Sequence[]): string[] {
  if (sequences.length === 0) return [];
  const calls = sequences.map(
    ({ name, last, start }) => `setval('${quoted(name)}', ${last ?? start}, ${String(last !== null)})`,
  );
  return [`SELECT ${calls.join(', ')}`];
}

/** The statements that set a database's sequences to what they are now, as one text. */
export async function sequencesAsTheyAre(client: Client): Promise<string> {
  const { rows } = await client.query<Sequence>(sequencesQuery);
  return resetSequences(rows).join('; ');
}

async function readTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Omit<Table, 'rows'>>(tablesQuery);
  if (rows.length === 0) return [];
  const { rows: filled } = await client.query<{ name: string }>(
    rows
      .map(({ name, ownRows }) => `SELECT '${quoted(name)}' AS name WHERE EXISTS (SELECT FROM ${ownRows})`)
      .join(' UNION ALL '),
  );
  const seeded = new Set(filled.map(({ name }) => name));
  return rows.map((table) => ({ ...table, rows: seeded.has(table.name) }));
}

async function single(client: Client, statement: string): Promise<string> {
  const { rows } = await client.query<Record<string, string>>(statement);
  return Object.values(rows[0] ?? {})[0] ?? '';
}

/** For the inside of a text literal. */
function quoted(name: string): string {
  return name.replaceAll("'", "''");
}
