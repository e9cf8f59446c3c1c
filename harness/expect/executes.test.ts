import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminConnection, openAdminConnection } from '../counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { assertExecutes } from './index.ts';

let database: TestDatabase;
let application: AdminConnection;
beforeAll(async () => {
  database = await createTestDatabase();
  application = await openAdminConnection(database.url);
  await application.query('CREATE TABLE things (id int)');
});
afterAll(async () => {
  await application[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

const count = (times: number) =>
  assertExecutes(() => application.query('SELECT * FROM things WHERE id = $1', [7]), /FROM things/, times, database);

test('the statements of the work are counted at the server', async () => {
  await count(1);
  await assertExecutes(() => undefined, /FROM things/, 0, database);
});

test('another number fails with the statements that ran', async () => {
  await expect(count(2)).rejects.toThrow(
    /^expected 2 executions of \/FROM things\/\nthe server executed 1:\n {2}1 × SELECT \* FROM things WHERE id = \$1/,
  );
});

test('what cannot be counted is no success', async () => {
  // Not the kit's own session: those are not waited for.
  const session = new Client({ connectionString: database.url });
  await session.connect();
  const leaveOpen = async () => {
    await session.query('BEGIN');
    await session.query('SELECT * FROM things');
  };
  const place = { adminUrl: database.adminUrl, settleMs: 0 };
  await expect(assertExecutes(leaveOpen, /FROM things/, 1, place)).rejects.toThrow(
    /it could not be counted: .*inside a statement or a transaction/,
  );
  await session.end();
});
