import type { Client } from 'pg';
import { PgClient } from './pg.ts';
import { translateDatabaseError } from './translate-error.ts';

const RECORD =
  'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())';
// Any constant that nothing else in the database locks: two migrators take turns.
const LOCK_KEY = 7_215_001;

/** A connection that holds the migrations' lock: two migrators of one database take turns. */
export interface MigrationSession {
  executed(): Promise<string[]>;
  /** Runs the statements and the record of them in one transaction. */
  apply(statements: string, record: 'add' | 'remove', name: string): Promise<void>;
}

/** Runs `work` on a session of its own; connection losses and timeouts come back as this package's errors. */
export async function withMigrationSession<T>(
  url: string,
  deadlineMs: number,
  work: (session: MigrationSession) => Promise<T>,
): Promise<T> {
  const client = new PgClient({
    connectionString: url,
    application_name: 'rustok-migrations',
    connectionTimeoutMillis: deadlineMs,
    statement_timeout: deadlineMs,
    query_timeout: deadlineMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(RECORD);
    return await work(sessionOn(client));
  } catch (error) {
    throw translateDatabaseError(error, deadlineMs);
  } finally {
    // The socket's end releases the lock; a goodbye could wait for a server that no longer answers.
    client.connection.stream.destroy();
  }
}

function sessionOn(client: Client): MigrationSession {
  return {
    async executed() {
      const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migrations ORDER BY name');
      return rows.map(({ name }) => name);
    },
    async apply(statements, record, name) {
      const text =
        record === 'add'
          ? 'INSERT INTO schema_migrations (name) VALUES ($1)'
          : 'DELETE FROM schema_migrations WHERE name = $1';
      await client.query('BEGIN');
      try {
        await client.query(statements);
        await client.query(text, [name]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      }
    },
  };
}
