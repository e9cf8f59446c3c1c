import type { CreateDatabaseOptions } from '../engine.ts';
import type { TestDatabase } from '../test-database.ts';
import { type Session, openSession } from './session.ts';

/** What a check works with: a database that it shares with the checks before and after it, and a table that it does not. */
export interface Laboratory {
  readonly database: TestDatabase;
  /** Two columns: `id int PRIMARY KEY` and `value int`, with the rows (1, 10) and (2, 20). */
  readonly table: string;
  /** A session of the application's role, or of the URL given. */
  session(url?: string): Promise<Session>;
  /** A second database of the same server. */
  another(): Promise<TestDatabase>;
}

/** Gives out databases; a server is one. */
export interface DatabaseSource {
  createDatabase(options?: CreateDatabaseOptions): Promise<TestDatabase>;
}

/** Makes a laboratory for one check; dispose of it to end what the check opened, whatever it did. */
export async function openLaboratory(
  source: DatabaseSource,
  database: TestDatabase,
  number: number,
): Promise<Laboratory & AsyncDisposable> {
  const sessions: Session[] = [];
  const databases: TestDatabase[] = [];
  const table = `check_${number}`;
  const setUp = await openSession(database.url);
  try {
    await setUp.rows(`CREATE TABLE ${table} (id int PRIMARY KEY, value int)`);
    await setUp.rows(`INSERT INTO ${table} VALUES (1, 10), (2, 20)`);
  } finally {
    await setUp.client.end();
  }
  return {
    database,
    table,
    async session(url = database.url) {
      const session = await openSession(url);
      sessions.push(session);
      return session;
    },
    async another() {
      const created = await source.createDatabase();
      databases.push(created);
      return created;
    },
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.cut();
      for (const created of databases) await created[Symbol.asyncDispose]();
    },
  };
}
