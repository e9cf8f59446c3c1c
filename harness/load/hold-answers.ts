import { type AdminConnection, kitApplicationName, openAdminConnection } from '../counting/index.ts';

/** A table whose rows the application reads but does not receive until they are released. */
export interface HeldAnswers extends AsyncDisposable {
  /** Sessions that have read and wait for their answer. */
  waiting(): Promise<number>;
  /** Lets reads that begin from now on pass; those that wait stay. */
  letNewcomersPass(): Promise<void>;
  /** Hands the held answers out, as old as they are by now. Disposing does the same and puts the table back. */
  release(): Promise<void>;
}

/**
 * Holds answers back after the read: a view takes the table's name, and each row it gives waits for a lock. The reader's snapshot
 * is older than whatever is committed meanwhile, so it receives what was true when it asked. Sessions of the kit pass.
 */
export async function holdAnswers(adminUrl: string, table: string): Promise<HeldAnswers> {
  const admin = await openAdminConnection(adminUrl);
  try {
    const names = await namesOf(admin, table);
    await admin.query(`SELECT pg_advisory_lock(${names.key})`);
    await admin.query(placeView(names));
    return new HeldView(admin, names);
  } catch (error) {
    await admin[Symbol.asyncDispose]();
    throw error;
  }
}

/** All but the key are quoted for SQL. */
interface Names extends Record<string, unknown> {
  readonly table: string;
  readonly hidden: string;
  readonly hiddenName: string;
  readonly tableName: string;
  readonly gate: string;
  readonly owner: string;
  readonly key: number;
}

async function namesOf(admin: AdminConnection, table: string): Promise<Names> {
  const [names] = await admin.query<Names>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS table, quote_ident(c.relname) AS "tableName",
            format('%I.%I', n.nspname, left(c.relname, 40) || '_held_by_testkit') AS hidden,
            quote_ident(left(c.relname, 40) || '_held_by_testkit') AS "hiddenName",
            format('%I.%I', n.nspname, left(c.relname, 40) || '_gate_by_testkit') AS gate,
            quote_ident(r.rolname) AS owner, c.oid::int AS key
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
      WHERE c.oid = $1::regclass`,
    [table],
  );
  if (names === undefined) throw new Error(`unreachable: regclass resolved ${table} and pg_class did not`);
  return names;
}

const gateFunction = ({ gate }: Names, body: string): string =>
  `CREATE OR REPLACE FUNCTION ${gate}() RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER AS $body$
   BEGIN ${body} RETURN true; END $body$;`;

function placeView(names: Names): string {
  const wait = `IF current_setting('application_name') NOT LIKE '${kitApplicationName}%' THEN PERFORM pg_advisory_xact_lock_shared(${names.key}); END IF;`;
  return `BEGIN;
    SET LOCAL lock_timeout = '10s';
    ALTER TABLE ${names.table} RENAME TO ${names.hiddenName};
    ${gateFunction(names, wait)}
    CREATE VIEW ${names.table} AS SELECT * FROM ${names.hidden} WHERE ${names.gate}();
    ALTER VIEW ${names.table} OWNER TO ${names.owner};
    COMMIT`;
}

class HeldView implements HeldAnswers {
  readonly #admin: AdminConnection;
  readonly #names: Names;
  #released: Promise<unknown> | undefined;
  #restored: Promise<void> | undefined;

  constructor(admin: AdminConnection, names: Names) {
    this.#admin = admin;
    this.#names = names;
  }

  async waiting(): Promise<number> {
    const [row] = await this.#admin.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_locks
        WHERE locktype = 'advisory' AND NOT granted AND classid = 0 AND objid::bigint = $1
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [this.#names.key],
    );
    return row?.waiting ?? 0;
  }

  async letNewcomersPass(): Promise<void> {
    await this.#admin.query(gateFunction(this.#names, ''));
  }

  async release(): Promise<void> {
    await (this.#released ??= this.#admin.query(`SELECT pg_advisory_unlock(${this.#names.key})`));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return (this.#restored ??= this.#restore());
  }

  async #restore(): Promise<void> {
    const { table, hidden, tableName, gate } = this.#names;
    try {
      await this.release();
      await this.#admin.query(
        `BEGIN;
         SET LOCAL lock_timeout = '10s';
         DROP VIEW ${table};
         DROP FUNCTION ${gate}();
         ALTER TABLE ${hidden} RENAME TO ${tableName};
         COMMIT`,
      );
    } finally {
      await this.#admin[Symbol.asyncDispose]();
    }
  }
}
