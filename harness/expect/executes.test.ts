import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AdminConnection, openAdminConnection } from '../counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { startProxy } from '../wire/index.ts';
import { assertExecutes, matchers } from './index.ts';

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
    /^expected 2 executions of \/FROM things\/\nthe server executed 1 \(exact; nested 0, failed unseen\):\n {2}1 × SELECT \* FROM things WHERE id = \$1/,
  );
});

test('a statement inside another one is told apart', async () => {
  await using admin = await openAdminConnection(database.adminUrl);
  await admin.query(`CREATE FUNCTION count_things() RETURNS bigint LANGUAGE plpgsql AS
    'BEGIN RETURN (SELECT count(*) FROM things); END'`);
  const work = () => application.query('SELECT count_things()');
  await assertExecutes(work, /FROM things/, 0, database);
  await expect(assertExecutes(work, /FROM things/, 1, database)).rejects.toThrow(
    /the server executed 0 \(exact; nested 1, failed unseen\):\n {2}1 × .*FROM things.* \(nested\)/,
  );
});

test('a statement that failed at the proxy is told, and not counted', async () => {
  await using proxy = await startProxy({ upstream: database.tcpUrl });
  await using through = await openAdminConnection(proxy.urlFor(database.tcpUrl));
  const work = async () => {
    await through.query('SELECT * FROM things');
    await through.query('SELECT id / 0 FROM things_of_nobody').catch(() => undefined);
  };
  const place = { adminUrl: database.adminUrl, proxy };
  await assertExecutes(work, /FROM things/, 1, place);
  await expect(assertExecutes(work, /FROM things/, 2, place)).rejects.toThrow(
    /the server executed 1 \(exact; nested 0, failed 1\)/,
  );
  await expect(assertExecutes(work, /FROM things/, 2, { proxy })).rejects.toThrow(
    /the proxy saw 1 completed \(wire; nested unseen, failed 1\)/,
  );
});

test('a count that is only advisory is no success, nor the contrary', async () => {
  // Until 1.9 the extension does not tell nested statements from the others.
  await using old = await createTestDatabase();
  await using admin = await openAdminConnection(old.adminUrl);
  await admin.query(`DROP EXTENSION IF EXISTS pg_stat_statements; CREATE EXTENSION pg_stat_statements VERSION '1.8'`);
  await using session = await openAdminConnection(old.url);
  await expect(assertExecutes(() => session.query('SELECT 1'), /^SELECT \$1/, 1, old)).rejects.toThrow(
    /it could not be counted: the count is advisory/,
  );
  const judged = matchers.toExecute(() => session.query('SELECT 1'), /^SELECT \$1/, 7, old);
  await expect(judged, 'what `not` would turn into a success').rejects.toMatchObject({ code: 'COUNT_NOT_TRUSTED' });
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

const refused = (...fields: object[]) => ({ code: 'INVALID_CONFIGURATION', fields });

test.each([Number.NaN, -1, 1.5, '1', undefined])('%s is no number of executions', async (times) => {
  const path = { path: 'count', message: expect.stringMatching(/^must be a whole number from 0/) as string };
  await expect(count(times as number)).rejects.toMatchObject(refused(path));
});

test('what is already running cannot be counted, and is told so', async () => {
  const running = application.query('SELECT 1');
  await expect(assertExecutes(running as never, /./, 0, database)).rejects.toMatchObject(
    refused({ path: 'work', message: 'must be a function, () => …, not the promise of what already runs' }),
  );
  await expect(assertExecutes('work' as never, /./, 0, database)).rejects.toMatchObject(
    refused({ path: 'work', message: 'must be a function' }),
  );
  await running;
});

test('a count without its place says what a place is', async () => {
  await expect(assertExecutes(() => undefined, /./, 0, undefined as never)).rejects.toMatchObject(
    refused({ path: 'place', message: 'must be the database, or an object with adminUrl, proxy, or both' }),
  );
});
