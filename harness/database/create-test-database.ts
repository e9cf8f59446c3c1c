import { checkTestDatabaseOptions } from './check-options.ts';
import type { CreateDatabaseOptions, EngineName } from './engine.ts';
import { sharedServer } from './shared-server.ts';
import type { TestDatabase } from './test-database.ts';

/** The engine and the migrations of a test database. */
export interface CreateTestDatabaseOptions extends CreateDatabaseOptions {
  /** Where the database comes from; `auto`, unless RUSTOK_TESTKIT_ENGINE says otherwise. */
  readonly engine?: EngineName | 'auto';
}

/** A database of one's own on this runner's server, migrated when migrations are given; dispose it to drop it. */
export async function createTestDatabase(options: CreateTestDatabaseOptions = {}): Promise<TestDatabase> {
  checkTestDatabaseOptions(options);
  const { engine, ...creating } = options;
  const server = await sharedServer(engine);
  return server.createDatabase(creating);
}
