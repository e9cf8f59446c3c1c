import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../harness/database/index.ts';
import { type AdminConnection, openAdminConnection } from '../../harness/counting/index.ts';
import { holdTable } from '../../harness/load/index.ts';
import { type Database, QueryTypes, openDatabase, readUntilAborted } from './index.ts';

let testDatabase: TestDatabase;
let admin: AdminConnection;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  admin = await openAdminConnection(testDatabase.adminUrl);
  await admin.query(
    'CREATE TABLE public.items (id int); INSERT INTO items VALUES (7); GRANT SELECT ON items TO PUBLIC',
  );
});
afterAll(async () => {
  await admin[Symbol.asyncDispose]();
  await testDatabase[Symbol.asyncDispose]();
});

const patient = { timeout: 20_000, interval: 5 };

/** One connection, so that a statement that still holds it lets nobody else in. */
const open = (url: 'url' | 'tcpUrl', deadlineMs = 120_000) =>
  openDatabase({ url: testDatabase[url], pool: { max: 1 }, deadlineMs });

const pidOf = (database: Database) => database.sequelize.query('SELECT pg_backend_pid()', { type: QueryTypes.SELECT });

async function readItems(database: Database, signal: AbortSignal): Promise<unknown> {
  return readUntilAborted(database, 'Reading items', signal, (transaction) =>
    database.sequelize.query('SELECT id FROM items', { type: QueryTypes.SELECT, transaction }),
  );
}

test('what is read is returned, and the connection given back', async () => {
  await using database = await open('url');
  for (let time = 1; time <= 3; time += 1)
    expect(await readItems(database, new AbortController().signal)).toEqual([{ id: 7 }]);
});

test.for(['url', 'tcpUrl'] as const)(
  'the server gives up the statement of a read that is aborted, over %s, and another connection takes its place',
  async (url) => {
    await using database = await open(url);
    await using held = await holdTable(testDatabase.adminUrl, 'public.items');
    const before = await pidOf(database);
    const leaving = new AbortController();
    const reading = readItems(database, leaving.signal);
    const refused = expect(reading).rejects.toThrow('nobody waits');
    await vi.waitUntil(async () => (await held.waiting()) === 1, patient);
    leaving.abort(new Error('nobody waits'));
    await vi.waitUntil(async () => (await held.waiting()) === 0, patient);
    await refused;
    // On the same connection a late cancellation would strike whoever comes next.
    expect(await pidOf(database)).not.toEqual(before);
  },
);

test('what was aborted before it began is not asked', async () => {
  await using database = await open('url');
  await expect(readItems(database, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
});

test('an error of the statement is translated, and the connection goes on', async () => {
  await using database = await open('url');
  const before = await pidOf(database);
  const reading = readUntilAborted(database, 'Reading', new AbortController().signal, (transaction) =>
    database.sequelize.query('SELECT 1 / 0', { transaction }),
  );
  await expect(reading).rejects.toThrow(/division by zero/);
  expect(await pidOf(database)).toEqual(before);
});

test('a read that is not answered ends by the deadline, and another connection takes its place', async () => {
  await using database = await open('url', 1_000);
  const before = await pidOf(database);
  const reading = readUntilAborted(database, 'Reading', new AbortController().signal, () => new Promise(() => {}));
  await expect(reading).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(await pidOf(database)).not.toEqual(before);
});
