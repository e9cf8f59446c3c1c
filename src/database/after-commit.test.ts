import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../harness/database/index.ts';
import type { Database } from './database.ts';
import { QueryTypes, afterKnownCommit, commitObserver, inTransaction, openDatabase } from './index.ts';

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>;
let testDatabase: TestDatabase;
let database: Database;
let observer: Database;
const reported: unknown[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  observer = await openDatabase({ url: testDatabase.adminUrl });
  await observer.sequelize.query(`
    CREATE TABLE items (id int PRIMARY KEY);
    GRANT ALL ON items TO PUBLIC;`);
});
afterAll(async () => {
  await observer.close();
  await testDatabase[Symbol.asyncDispose]();
});
beforeEach(async () => {
  reported.length = 0;
  await observer.sequelize.query('TRUNCATE items');
  database = await openDatabase({
    url: testDatabase.url,
    pool: { max: 1 },
    reportError: (error) => void reported.push(error),
  });
});
afterEach(async () => {
  await database.close();
});

const insert = (id: number) => ({ bind: [id], type: QueryTypes.RAW });
const INSERT = 'INSERT INTO items VALUES ($1)';
async function storedIds(): Promise<number[]> {
  const rows = await observer.sequelize.query<{ id: number }>('SELECT id FROM items ORDER BY id', {
    type: QueryTypes.SELECT,
  });
  return rows.map(({ id }) => id);
}

test('runs callbacks after the rows became visible to others, in order', async () => {
  const seen: unknown[] = [];
  await inTransaction(database, async (transaction) => {
    afterKnownCommit(transaction, async () => void seen.push(['first', await storedIds()]));
    afterKnownCommit(transaction, async () => void seen.push(['second', await storedIds()]));
    await database.sequelize.query(INSERT, { ...insert(1), transaction });
  });
  expect(seen).toEqual([
    ['first', [1]],
    ['second', [1]],
  ]);
});

test('a callback of a savepoint that was rolled back does not run; those of the outer transaction do', async () => {
  const ran: string[] = [];
  await inTransaction(database, async (transaction) => {
    afterKnownCommit(transaction, async () => void ran.push('outer'));
    const lost = await database.sequelize.transaction({ transaction });
    afterKnownCommit(lost, async () => void ran.push('rolled back'));
    await database.sequelize.query(INSERT, { ...insert(1), transaction: lost });
    await lost.rollback();
    const kept = await database.sequelize.transaction({ transaction });
    afterKnownCommit(kept, async () => void ran.push('released'));
    await database.sequelize.query(INSERT, { ...insert(2), transaction: kept });
    await kept.commit();
  });
  expect(ran).toEqual(['outer', 'released']);
  expect(await storedIds()).toEqual([2]);
});

test('a callback that throws is reported and does not fail the committed transaction, nor the callbacks after it', async () => {
  const failure = new Error('broker down');
  const next = vi.fn<() => Promise<void>>();
  const result = await inTransaction(database, async (transaction) => {
    afterKnownCommit(transaction, () => Promise.reject(failure));
    afterKnownCommit(transaction, next);
    await database.sequelize.query(INSERT, { ...insert(1), transaction });
    return 'committed';
  });
  expect({ result, reported }).toEqual({ result: 'committed', reported: [failure] });
  expect(next).toHaveBeenCalledOnce();
});

test('a callback that never ends is reported at the deadline, and the caller has its success', async () => {
  const result = await inTransaction(
    database,
    async (transaction) => {
      afterKnownCommit(transaction, () => new Promise(() => undefined));
      return 'committed';
    },
    { deadlineMs: 800 },
  );
  expect(result).toBe('committed');
  expect(reported).toMatchObject([{ code: 'DEADLINE_EXCEEDED' }]);
});

test('an error reporter that throws does not fail the committed transaction either', async () => {
  const warning = new Promise((resolve) => process.once('warning', resolve));
  await using fragile = await openDatabase({
    url: testDatabase.url,
    reportError: () => {
      throw new Error('reporter broken');
    },
  });
  await inTransaction(fragile, async (transaction) => {
    afterKnownCommit(transaction, () => Promise.reject(new Error('callback broken')));
  });
  await expect(warning).resolves.toMatchObject({ message: 'reporter broken' });
});

test('without a reporter such an error becomes a process warning', async () => {
  const warning = new Promise((resolve) => process.once('warning', resolve));
  await using plain = await openDatabase({ url: testDatabase.url });
  await inTransaction(plain, async (transaction) => {
    afterKnownCommit(transaction, () => Promise.reject(new Error('callback broken')));
  });
  await expect(warning).resolves.toMatchObject({ message: 'callback broken' });
});

test('refuses to observe a transaction that it did not begin', async () => {
  const transaction = await database.sequelize.transaction();
  expect(() => afterKnownCommit(transaction, async () => undefined)).toThrow(
    expect.objectContaining({ code: 'COMMIT_NOT_OBSERVED' }),
  );
  await transaction.rollback();
});

test('the observer tells whether code runs in the work of an open transaction', async () => {
  const inside = await inTransaction(database, async (transaction) => {
    afterKnownCommit(transaction, async () => void reported.push(commitObserver.isInTransaction()));
    return commitObserver.isInTransaction();
  });
  expect([inside, commitObserver.isInTransaction(), reported]).toEqual([true, false, [false]]);
});
