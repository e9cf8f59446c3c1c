import { Client, Pool } from 'pg';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type TestDb, cleanupTestDb, setupTestDb } from '../../database/index.ts';
import { type Leak, type WatchOptions, watchLeaks } from '../index.ts';

/** What tests of the leak sentry leave open on purpose, on one database: it is closed after each of them. */
export interface LeakStage {
  readonly db: TestDb;
  /** Done after the test, the last one first. */
  later(cleanup: () => unknown): void;
  /** What a watch over `body` finds. */
  leaksOf(body: () => unknown, options?: WatchOptions): Promise<readonly Leak[]>;
  connect(url?: string): Promise<Client>;
  openPool(): Pool;
}

/** To be called once, at the top of a test file. */
export function leakStage(): LeakStage {
  const cleanups: (() => unknown)[] = [];
  let db: TestDb;
  beforeAll(async () => {
    db = await setupTestDb();
  });
  afterAll(async () => {
    await cleanupTestDb(db);
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });
  const later = (cleanup: () => unknown) => void cleanups.push(cleanup);
  return {
    get db() {
      return db;
    },
    later,
    leaksOf: async (body, options) => {
      using watch = watchLeaks(db.testDatabase, options);
      await body();
      // The watch must not be disposed of before it has found everything.
      return await watch.check();
    },
    connect: async (url = db.testDatabase.url) => {
      const client = new Client(url);
      client.on('error', () => undefined);
      await client.connect();
      later(() => client.end());
      return client;
    },
    openPool: () => {
      const pool = new Pool({ connectionString: db.testDatabase.url });
      pool.on('error', () => undefined);
      later(() => pool.end());
      return pool;
    },
  };
}

/** One leak of that kind, opened in the function of that name in a test file. */
export function leak(kind: Leak['kind'], what: RegExp, opener: string) {
  return {
    kind,
    what: expect.stringMatching(what),
    stack: expect.stringMatching(new RegExp(`${opener}.*\\.test\\.ts`)),
  };
}
