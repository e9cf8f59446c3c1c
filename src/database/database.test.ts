import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../harness/database/index.ts';
import { QueryTypes, openDatabase, perSequelize, withinDeadline } from './index.ts';

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(async () => {
  await testDatabase[Symbol.asyncDispose]();
});

test.for(['url', 'tcpUrl'] as const)('opens over %s, with a session in UTC', async (name) => {
  await using database = await openDatabase({ url: testDatabase[name] });
  const rows = await database.sequelize.query("SELECT current_setting('TimeZone') AS zone", {
    type: QueryTypes.SELECT,
  });
  expect(rows).toEqual([{ zone: 'UTC' }]);
});

test('a server that is not there is an unavailable dependency', async () => {
  const url = new URL(testDatabase.tcpUrl);
  url.port = '1';
  await expect(openDatabase({ url: url.href })).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
});

test('a database that is not there is an unavailable dependency', async () => {
  const url = new URL(testDatabase.tcpUrl);
  url.pathname = '/nowhere';
  await expect(openDatabase({ url: url.href })).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
});

test('names every option that is not valid', async () => {
  const opening = openDatabase({ url: testDatabase.url, deadlineMs: 0, pool: { max: 1.5 } });
  await expect(opening).rejects.toMatchObject({
    code: 'INVALID_CONFIGURATION',
    fields: [{ path: 'pool.max' }, { path: 'deadlineMs' }],
  });
});

test('survives the end of its idle connections', async () => {
  await using admin = await openDatabase({ url: testDatabase.adminUrl });
  await using database = await openDatabase({ url: testDatabase.url });
  await database.sequelize.query('SELECT 1');
  await admin.sequelize.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user',
  );
  await vi.waitUntil(async () => database.sequelize.query('SELECT 1').then(Boolean, () => false), { timeout: 20_000 });
});

test('closing twice is closing once', async () => {
  const database = await openDatabase({ url: testDatabase.url });
  await Promise.all([database.close(), database.close()]);
  await database.close();
  await expect(withinDeadline(database, 'Reading', () => database.sequelize.query('SELECT 1'))).rejects.toMatchObject({
    code: 'DEPENDENCY_UNAVAILABLE',
  });
});

test('closing ends the connection of a transaction that was left open', async () => {
  const database = await openDatabase({ url: testDatabase.url, deadlineMs: 800 });
  const forgotten = await database.sequelize.transaction();
  await database.sequelize.query('SET LOCAL idle_in_transaction_session_timeout = 0', { transaction: forgotten });
  await database.close();
  await expect(database.sequelize.query('SELECT 1', { transaction: forgotten })).rejects.toThrow();
});

test('logs statements where it is asked to', async () => {
  const statements: string[] = [];
  await using database = await openDatabase({ url: testDatabase.url, logging: (sql) => void statements.push(sql) });
  await database.sequelize.query('SELECT 42');
  expect(statements.at(-1)).toContain('SELECT 42');
});

test('a read is bounded by the deadline as a whole, waiting for a connection included', async () => {
  await using database = await openDatabase({ url: testDatabase.url, pool: { max: 1 } });
  const holder = await database.sequelize.transaction();
  const reading = withinDeadline(database, 'Reading the answer', () => database.sequelize.query('SELECT 42'), {
    deadlineMs: 100,
  });
  await expect(reading).rejects.toThrow('Reading the answer did not finish within 100 ms');
  await holder.rollback();
});

test('defines models once per pool', async () => {
  await using first = await openDatabase({ url: testDatabase.url });
  await using second = await openDatabase({ url: testDatabase.url });
  const define = vi.fn((sequelize: object) => ({ sequelize }));
  const models = perSequelize(define);
  expect(models(first.sequelize)).toBe(models(first.sequelize));
  expect(models(second.sequelize)).not.toBe(models(first.sequelize));
  expect(define).toHaveBeenCalledTimes(2);
});
