import { type AdminConnection, openAdminConnection } from './admin-connection.ts';
import { checkFailOptions } from './check-options.ts';

/** Which table's reads shall fail, and how. */
export interface FailQueriesOptions {
  /** A superuser's URL of the database. */
  readonly adminUrl: string;
  /** The table, optionally with its schema: `tenants`, `public.tenants`. */
  readonly table: string;
  /** The SQLSTATE of every read (default 58030, io_error). */
  readonly sqlState?: string;
  /** How long a read takes before it fails (default 0 ms). */
  readonly afterMs?: number;
}

/** A table whose every read fails, until it is restored. */
export interface FailingTable extends AsyncDisposable {
  /** How many reads have failed; exact, though each one was rolled back. */
  count(): Promise<number>;
  /** Puts the table back; idempotent. */
  restore(): Promise<void>;
}

/**
 * Makes every read of a table fail at the server and counts the failures, which pg_stat_statements does not see:
 * a view takes the table's name and calls a function that advances a sequence, which no rollback undoes, and raises.
 */
export async function failQueries(options: FailQueriesOptions): Promise<FailingTable> {
  checkFailOptions(options);
  const connection = await openAdminConnection(options.adminUrl);
  try {
    const names = await namesOf(connection, options.table);
    await hideTable(connection, names, options);
    return new HiddenTable(connection, names);
  } catch (error) {
    await connection[Symbol.asyncDispose]();
    throw error;
  }
}

interface Names extends Record<string, unknown> {
  /** All quoted for SQL. */
  readonly schema: string;
  readonly table: string;
  readonly hidden: string;
  readonly failing: string;
  readonly counter: string;
  readonly owner: string;
}

async function namesOf(connection: AdminConnection, table: string): Promise<Names> {
  const rows = await connection.query<Names>(
    `SELECT quote_ident(n.nspname) AS schema, quote_ident(c.relname) AS table, quote_ident(left(c.relname, 40) || '_hidden_by_testkit') AS hidden,
            quote_ident(left(c.relname, 40) || '_failing_by_testkit') AS failing, quote_ident(left(c.relname, 40) || '_failures_by_testkit') AS counter,
            quote_ident(r.rolname) AS owner
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner WHERE c.oid = $1::regclass`,
    [table],
  );
  const names = rows[0];
  if (names === undefined) throw new Error(`unreachable: regclass resolved ${table} and pg_class did not`);
  return names;
}

async function hideTable(connection: AdminConnection, names: Names, options: FailQueriesOptions): Promise<void> {
  const { schema, table, hidden, failing, counter, owner } = names;
  const sqlState = options.sqlState ?? '58030';
  const seconds = (options.afterMs ?? 0) / 1000;
  // A function in FROM runs even when the table is empty or the WHERE clause excludes every row.
  await connection.query(
    `BEGIN;
     CREATE SEQUENCE ${schema}.${counter};
     ALTER TABLE ${schema}.${table} RENAME TO ${hidden};
     CREATE FUNCTION ${schema}.${failing}() RETURNS SETOF ${schema}.${hidden} LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $body$
     BEGIN
       PERFORM nextval('${schema}.${counter}');
       PERFORM pg_sleep(${seconds}) WHERE ${seconds} > 0;
       RAISE EXCEPTION 'reads of % fail on purpose', ${quoteLiteral(options.table)} USING ERRCODE = '${sqlState}';
     END $body$;
     CREATE VIEW ${schema}.${table} AS SELECT * FROM ${schema}.${failing}();
     ALTER VIEW ${schema}.${table} OWNER TO ${owner};
     GRANT SELECT ON ${schema}.${table} TO PUBLIC;
     COMMIT`,
  );
}

class HiddenTable implements FailingTable {
  readonly #connection: AdminConnection;
  readonly #names: Names;
  #restored = false;

  constructor(connection: AdminConnection, names: Names) {
    this.#connection = connection;
    this.#names = names;
  }

  async count(): Promise<number> {
    const { schema, counter } = this.#names;
    const rows = await this.#connection.query<{ failures: string }>(
      `SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS failures FROM ${schema}.${counter}`,
    );
    return Number(rows[0]?.failures ?? 0);
  }

  async restore(): Promise<void> {
    if (this.#restored) return;
    this.#restored = true;
    const { schema, table, hidden, failing, counter } = this.#names;
    try {
      await this.#connection.query(
        `BEGIN;
         DROP VIEW ${schema}.${table};
         DROP FUNCTION ${schema}.${failing}();
         ALTER TABLE ${schema}.${hidden} RENAME TO ${table};
         DROP SEQUENCE ${schema}.${counter};
         COMMIT`,
      );
    } finally {
      await this.#connection[Symbol.asyncDispose]();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.restore();
  }
}

function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
