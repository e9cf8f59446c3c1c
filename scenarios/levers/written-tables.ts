import type { AdminConnection } from '../../harness/counting/index.ts';
import { strikeSchema } from './strike.ts';

export type WriteKind = 'INSERT' | 'UPDATE' | 'DELETE';

/** A way in which an operation writes one table. */
export interface Write {
  /** Quoted, with its schema. */
  readonly table: string;
  readonly kind: WriteKind;
  /** The role whose session wrote. */
  readonly role: string;
  /** How many rows. */
  readonly rows: number;
}

/** The committed writes made while `work` runs, in the order of their first row, each once. */
export async function writesDuring(admin: AdminConnection, work: () => Promise<unknown>): Promise<Write[]> {
  const tables = await applicationTables(admin);
  await admin.query(`TRUNCATE ${strikeSchema}.writes`);
  await forEachTable(
    admin,
    tables,
    (table) => `CREATE TRIGGER rustok_record AFTER INSERT OR UPDATE OR DELETE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION ${strikeSchema}.strike('record')`,
  );
  try {
    await work();
    return await admin.query<Write & Record<string, unknown>>(
      `SELECT table_name AS table, kind, role, count(*)::int AS rows FROM ${strikeSchema}.writes GROUP BY 1, 2, 3 ORDER BY min(position)`,
    );
  } finally {
    await forEachTable(admin, tables, (table) => `DROP TRIGGER rustok_record ON ${table}`);
  }
}

/** Every table that is not the server's or the kit's, quoted, with its schema. */
export async function applicationTables(admin: AdminConnection): Promise<string[]> {
  const rows = await admin.query<{ table: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', $1)
        AND n.nspname NOT LIKE 'pg\\_%' ORDER BY 1`,
    [strikeSchema],
  );
  return rows.map((row) => row.table);
}

async function forEachTable(admin: AdminConnection, tables: readonly string[], sql: (table: string) => string) {
  if (tables.length > 0) await admin.query(tables.map(sql).join(';\n'));
}
