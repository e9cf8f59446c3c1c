import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDb, cleanupTestDb, setupTestDb } from '../../harness/database/index.ts';
import { ValidationError } from '../errors/index.ts';
import { inTransaction, openDatabase, translateDatabaseError } from './index.ts';
import { ConnectionAcquireTimeoutError } from './sequelize.ts';

let db: TestDb;
beforeAll(async () => {
  db = await setupTestDb();
});
afterAll(async () => {
  await cleanupTestDb(db);
});

const run = (sql: string) => db.database.sequelize.query(sql);
const raise = (code: string) => `DO $$ BEGIN RAISE EXCEPTION 'as the server says' USING ERRCODE = '${code}'; END $$`;

async function translated(sql: string): Promise<unknown> {
  const error: unknown = await run(sql).catch((reason: unknown) => reason);
  return translateDatabaseError(error, 5000);
}

test.for([
  ['57014', 'DEADLINE_EXCEEDED'],
  ['25P03', 'DEADLINE_EXCEEDED'],
  ['53100', 'DEPENDENCY_UNAVAILABLE'],
  ['57P03', 'DEPENDENCY_UNAVAILABLE'],
  ['08006', 'DEPENDENCY_UNAVAILABLE'],
  ['40001', 'CONCURRENT_MODIFICATION'],
  ['40P01', 'CONCURRENT_MODIFICATION'],
] as const)('SQLSTATE %s becomes %s', async ([state, code]) => {
  expect(await translated(raise(state))).toMatchObject({ code, cause: { parent: { code: state } } });
});

test('a statement that the server ends at its timeout is a deadline', async () => {
  await using hasty = await openDatabase({ url: db.testDatabase.url, deadlineMs: 3000 });
  const outcome = inTransaction(hasty, async (transaction) => {
    await hasty.sequelize.query('SET LOCAL statement_timeout = 20', { transaction });
    await hasty.sequelize.query('SELECT pg_sleep(10)', { transaction });
  });
  await expect(outcome).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED', cause: { parent: { code: '57014' } } });
});

test('a violated constraint comes back as it is, for those who know what it means', async () => {
  const error: unknown = await run(raise('23505')).catch((reason: unknown) => reason);
  expect(translateDatabaseError(error, 5000)).toBe(error);
});

test('an error of this package comes back as it is', () => {
  const error = new ValidationError('the input', []);
  expect(translateDatabaseError(error, 5000)).toBe(error);
});

test.for([
  [Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }), 'DEPENDENCY_UNAVAILABLE'],
  [new Error('Connection terminated unexpectedly'), 'DEPENDENCY_UNAVAILABLE'],
  [new Error('Query read timeout'), 'DEADLINE_EXCEEDED'],
  [new ConnectionAcquireTimeoutError(new Error('no connection is free')), 'DEADLINE_EXCEEDED'],
] as const)("the driver's own %s becomes %s", ([error, code]) => {
  expect(translateDatabaseError(error, 5000)).toMatchObject({ code, cause: error });
});

test.for([new TypeError('a mistake'), 'a string', undefined])(
  'what is no error of a database (%s) comes back as it is',
  (error) => {
    expect(translateDatabaseError(error, 5000)).toBe(error);
  },
);
