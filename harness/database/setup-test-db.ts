import type { Database } from '../../src/database/index.ts';
import { requireCapabilities } from './capability-error.ts';
import { createTestDatabase } from './create-test-database.ts';
import { sharedServer } from './shared-server.ts';
import type { TestDatabase } from './test-database.ts';

/** A test database with the reference services' schema, and a connection to it as the application's role. */
export interface TestDb extends AsyncDisposable {
  readonly database: Database;
  readonly testDatabase: TestDatabase;
}

/**
 * A migrated database of one's own, connected; `cleanupTestDb` or `await using` ends it. Needs the peers sequelize and umzug,
 * which is why they are loaded here and not with the door.
 */
export async function setupTestDb(): Promise<TestDb> {
  const { openDatabase, referenceMigrations } = await import('../../src/database/index.ts');
  requireCapabilities(await sharedServer(), ['real-commit', 'procedures'], 'setupTestDb');
  const testDatabase = await createTestDatabase({ migrations: referenceMigrations });
  try {
    const database = await openDatabase({ url: testDatabase.url });
    return { database, testDatabase, [Symbol.asyncDispose]: () => close(database, testDatabase) };
  } catch (error) {
    await testDatabase[Symbol.asyncDispose]();
    throw error;
  }
}

/** Closes the connection and drops the database. */
export async function cleanupTestDb(db: TestDb): Promise<void> {
  await db[Symbol.asyncDispose]();
}

async function close(database: Database, testDatabase: TestDatabase): Promise<void> {
  try {
    await database.close();
  } finally {
    await testDatabase[Symbol.asyncDispose]();
  }
}
