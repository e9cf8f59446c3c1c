import type { AdminConnection } from '../../harness/counting/index.ts';
import { strikeSchema } from './strike.ts';
import { applicationTables } from './written-tables.ts';

/** The application's committed rows of one moment. */
export interface RestPoint {
  /** Brings them back in one round trip, by DELETE: every table, and where its sequences stood. Nobody may be in a transaction. */
  restore(): Promise<void>;
}

/** Copies every table; a copy taken before is given up. */
export async function takeRestPoint(admin: AdminConnection): Promise<RestPoint> {
  const tables = await applicationTables(admin);
  const columns: string[] = [];
  for (const table of tables) columns.push(await writableColumns(admin, table));
  const copies = tables.map((_, index) => `${strikeSchema}.rest_${index}`);
  await admin.query(
    tables
      .map((table, index) => `DROP TABLE IF EXISTS ${copies[index]}; CREATE TABLE ${copies[index]} AS TABLE ${table}`)
      .join(';\n'),
  );
  // Foreign keys and triggers rest too: the rows come back as they were.
  const text = [
    'SET LOCAL session_replication_role = replica',
    ...tables.map((table) => `DELETE FROM ${table}`),
    ...tables.map(
      (table, index) =>
        `INSERT INTO ${table} (${columns[index]}) OVERRIDING SYSTEM VALUE SELECT ${columns[index]} FROM ${copies[index]}`,
    ),
    ...(await sequenceResets(admin)),
  ].join(';\n');
  return {
    restore: async () => {
      await admin.query(text);
    },
  };
}

async function writableColumns(admin: AdminConnection, table: string): Promise<string> {
  const [row] = await admin.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  );
  return row?.columns ?? '';
}

async function sequenceResets(admin: AdminConnection): Promise<string[]> {
  const rows = await admin.query<{ name: string; last: string | null; start: string }>(
    `SELECT format('%I.%I', schemaname, sequencename) AS name, last_value::text AS last, start_value::text AS start
      FROM pg_sequences WHERE schemaname <> $1`,
    [strikeSchema],
  );
  return rows.map(
    ({ name, last, start }) => `SELECT setval('${name.replaceAll("'", "''")}', ${last ?? start}, ${last !== null})`,
  );
}
