import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../harness/database/index.ts';
import type { Database } from './database.ts';
import { QueryTypes, afterKnownCommit, inTransaction, openDatabase } from './index.ts';

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>;
let testDatabase: TestDatabase;
let database: Database;
let observer: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  observer = await openDatabase({ url: testDatabase.adminUrl });
  await observer.sequelize.query(`
    CREATE TABLE parents (id int PRIMARY KEY);
    CREATE TABLE items (id int PRIMARY KEY, parent_id int REFERENCES parents DEFERRABLE INITIALLY DEFERRED);
    GRANT ALL ON parents, items TO PUBLIC;`);
});
afterAll(async () => {
  await observer.close();
  await testDatabase[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await observer.sequelize.query('TRUNCATE items, parents');
  // One connection: a test that leaks it starves its own last statement.
  database = await openDatabase({ url: testDatabase.url, pool: { max: 1 } });
});
afterEach(async () => {
  await database.close();
});

const insert = (id: number, parentId: number | null = null) => ({ bind: [id, parentId], type: QueryTypes.RAW });
const INSERT = 'INSERT INTO items VALUES ($1, $2)';
async function storedIds(): Promise<number[]> {
  const rows = await observer.sequelize.query<{ id: number }>('SELECT id FROM items ORDER BY id', {
    type: QueryTypes.SELECT,
  });
  return rows.map(({ id }) => id);
}
const poolStillServes = () =>
  inTransaction(database, async (transaction) => database.sequelize.query('SELECT 1', { transaction }));

test('returns what the work returned, once the rows are committed', async () => {
  const seenInside: number[][] = [];
  const result = await inTransaction(database, async (transaction) => {
    await database.sequelize.query(INSERT, { ...insert(1), transaction });
    seenInside.push(await storedIds());
    return 'done';
  });
  expect({ result, seenInside, stored: await storedIds() }).toEqual({ result: 'done', seenInside: [[]], stored: [1] });
});

test('rejects with the very error that the work threw, and writes nothing', async () => {
  const callback = vi.fn<() => Promise<void>>();
  const thrown = new Error('changed my mind');
  const outcome = inTransaction(database, async (transaction) => {
    afterKnownCommit(transaction, callback);
    await database.sequelize.query(INSERT, { ...insert(1), transaction });
    throw thrown;
  });
  await expect(outcome).rejects.toBe(thrown);
  expect(callback).not.toHaveBeenCalled();
  expect(await storedIds()).toEqual([]);
  await poolStillServes();
});

test('a COMMIT that the server refuses leaves its connection in the pool', async () => {
  const pid = () => database.sequelize.query('SELECT pg_backend_pid()', { type: QueryTypes.SELECT });
  const before = await pid();
  const outcome = inTransaction(database, (transaction) =>
    database.sequelize.query(INSERT, { ...insert(1, 404), transaction }),
  );
  await expect(outcome).rejects.toThrow();
  expect(await pid()).toEqual(before);
});

test('a deferred constraint that fails at COMMIT is the error of the caller', async () => {
  const warn = vi.spyOn(console, 'warn');
  const callback = vi.fn<() => Promise<void>>();
  const outcome = inTransaction(database, async (transaction) => {
    afterKnownCommit(transaction, callback);
    await database.sequelize.query(INSERT, { ...insert(1, 404), transaction });
  });
  await expect(outcome).rejects.toMatchObject({
    name: 'SequelizeForeignKeyConstraintError',
    parent: { code: '23503' },
  });
  expect(callback).not.toHaveBeenCalled();
  expect(warn).not.toHaveBeenCalled();
  expect(await storedIds()).toEqual([]);
  await poolStillServes();
});

test('a swallowed statement error, which makes the server answer COMMIT with ROLLBACK, is an error that names its cause', async () => {
  const callback = vi.fn<() => Promise<void>>();
  const outcome = inTransaction(database, async (transaction) => {
    afterKnownCommit(transaction, callback);
    await database.sequelize.query(INSERT, { ...insert(1), transaction });
    await database.sequelize.query('SELECT 1 / 0', { transaction }).catch(() => undefined);
  });
  await expect(outcome).rejects.toMatchObject({ code: 'TRANSACTION_ROLLED_BACK', cause: { code: '22012' } });
  expect(callback).not.toHaveBeenCalled();
  expect(await storedIds()).toEqual([]);
  await poolStillServes();
});

test('the same when the transaction id is known already', async () => {
  const { noteTransactionId } = await import('./transaction-id.ts');
  const outcome = inTransaction(database, async (transaction) => {
    noteTransactionId(transaction, '1000');
    await database.sequelize.query('SELECT 1 / 0', { transaction }).catch(() => undefined);
  });
  await expect(outcome).rejects.toMatchObject({ code: 'TRANSACTION_ROLLED_BACK' });
});

test('a backend terminated before COMMIT leaves nothing written, and its place in the pool is filled again', async () => {
  const callback = vi.fn<() => Promise<void>>();
  const outcome = inTransaction(database, async (transaction) => {
    afterKnownCommit(transaction, callback);
    await database.sequelize.query(INSERT, { ...insert(1), transaction });
    await terminateApplication();
  });
  await expect(outcome).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  expect(callback).not.toHaveBeenCalled();
  expect(await storedIds()).toEqual([]);
  await poolStillServes();
});

async function terminateApplication(): Promise<void> {
  await observer.sequelize.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user',
  );
}

test('a statement error contained in a savepoint does not fail the transaction', async () => {
  await inTransaction(database, async (transaction) => {
    await database.sequelize
      .transaction({ transaction }, (inner) => database.sequelize.query('SELECT 1 / 0', { transaction: inner }))
      .catch(() => undefined);
    await database.sequelize.query(INSERT, { ...insert(1), transaction });
  });
  expect(await storedIds()).toEqual([1]);
});

test('work that never ends is given up at the deadline, and its connection is replaced', async () => {
  const outcome = inTransaction(
    database,
    async (transaction) => {
      await database.sequelize.query(INSERT, { ...insert(1), transaction });
      await new Promise(() => undefined);
    },
    { deadlineMs: 800 },
  );
  await expect(outcome).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  await poolStillServes();
  expect(await storedIds()).toEqual([]);
});

test('a statement that waits for a lock is given up at the deadline', async () => {
  const holder = await observer.sequelize.transaction();
  await observer.sequelize.query('LOCK TABLE items', { transaction: holder });
  const outcome = inTransaction(
    database,
    (transaction) => database.sequelize.query(INSERT, { ...insert(1), transaction }),
    {
      deadlineMs: 200,
    },
  );
  await expect(outcome).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  await poolStillServes();
  await holder.rollback();
  expect(await storedIds()).toEqual([]);
});

test('statements of work that was given up are refused', async () => {
  let late: Promise<unknown> | undefined;
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const outcome = inTransaction(
    database,
    async (transaction) => {
      await opened;
      late = database.sequelize.query(INSERT, { ...insert(1), transaction });
      await late;
    },
    { deadlineMs: 100 },
  );
  await expect(outcome).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  open();
  await vi.waitUntil(() => late !== undefined, { timeout: 20_000 });
  await expect(late).rejects.toThrow(/you can no longer use it/);
});

test('waiting for a connection is bounded, and a connection that comes too late goes back to the pool', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const holder = inTransaction(database, () => released);
  const starved = inTransaction(database, async () => 'never', { deadlineMs: 100 });
  await expect(starved).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  release();
  await holder;
  await poolStillServes();
});

test('an option cannot lengthen the deadline of the database', async () => {
  await using hasty = await openDatabase({ url: testDatabase.url, deadlineMs: 1000 });
  const outcome = inTransaction(hasty, () => new Promise(() => undefined), { deadlineMs: 60_000 });
  await expect(outcome).rejects.toThrow(/within 1000 ms/);
});

test('work that ends the transaction by itself is an error', async () => {
  const outcome = inTransaction(database, (transaction) => transaction.rollback());
  await expect(outcome).rejects.toMatchObject({ code: 'TRANSACTION_FINISHED_EARLY' });
  await poolStillServes();
});

test('fifty transactions at once, half of them rolled back, leave exactly the other half', async () => {
  await using wide = await openDatabase({ url: testDatabase.url, pool: { max: 8 } });
  const committed: number[] = [];
  const transfers = Array.from({ length: 50 }, (_, id) =>
    inTransaction(wide, async (transaction) => {
      afterKnownCommit(transaction, async () => void committed.push(id));
      await wide.sequelize.query(INSERT, { ...insert(id), transaction });
      if (id % 2 === 1) throw new Error('odd');
    }).catch(() => undefined),
  );
  await Promise.all(transfers);
  const even = Array.from({ length: 25 }, (_, index) => index * 2);
  expect(await storedIds()).toEqual(even);
  expect(committed.toSorted((a, b) => a - b)).toEqual(even);
});
