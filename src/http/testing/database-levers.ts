import { Client } from 'pg';
import type { TestDatabase } from '../../../harness/database/index.ts';

/** A superuser's connection to one test database, with levers that make it slow, dead or alive again for everybody else. */
export interface DatabaseLevers extends AsyncDisposable {
  /** Holds `LOCK TABLE … IN ACCESS EXCLUSIVE MODE` until `release`. */
  lock(table: string): Promise<void>;
  release(): Promise<void>;
  /** Ends every other session, as a restart does, and waits until they are gone. */
  terminate(): Promise<void>;
  /** Ends every other session and lets nobody in until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Other sessions that are doing something or hold a transaction open. */
  busySessions(): Promise<number>;
}

export async function databaseLevers({ adminUrl, name }: TestDatabase): Promise<DatabaseLevers> {
  const client = new Client({ connectionString: adminUrl });
  // A database cannot be closed from within.
  const outside = new Client({ connectionString: adminUrl.replace(name, 'postgres') });
  await client.connect();
  await outside.connect();
  const others = `FROM pg_stat_activity WHERE datname = '${name}' AND pid <> ${(client as Client & { processID: number }).processID}`;
  // Asked from outside, too: inside the transaction that holds the lock the activity would stand still.
  const terminate = async () => void (await outside.query(`SELECT pg_terminate_backend(pid, 10000) ${others}`));
  const allow = async (isAllowed: boolean) =>
    void (await outside.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS ${isAllowed}`));
  return {
    async lock(table) {
      await client.query('BEGIN');
      await client.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    },
    release: async () => void (await client.query('COMMIT')),
    terminate,
    async down() {
      await allow(false);
      await terminate();
    },
    up: async () => allow(true),
    async busySessions() {
      const { rows } = await outside.query<{ busy: number }>(
        `SELECT count(*)::int AS busy ${others} AND backend_type = 'client backend' AND state <> 'idle'`,
      );
      return rows[0]?.busy ?? -1;
    },
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await outside.end();
    },
  };
}
