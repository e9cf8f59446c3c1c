import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type AdminConnection, openAdminConnection } from '../../harness/counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../../harness/database/index.ts';
import { untilAtRest } from './sessions.ts';
import { untilTrue } from './until.ts';

const patienceMs = 2_000;

let database: TestDatabase;
let admin: AdminConnection;
const clients: Client[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  admin = await openAdminConnection(database.adminUrl);
});
afterEach(async () => {
  await admin.query('SELECT pg_advisory_unlock_all()');
  await Promise.all(clients.splice(0).map((client) => client.end()));
});
afterAll(async () => {
  await admin[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

/** A session of the application that has sent so much. */
async function session(...statements: readonly string[]): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  clients.push(client);
  client.on('error', () => undefined);
  await client.connect();
  for (const statement of statements) await client.query(statement).catch(() => undefined);
  return client;
}

/** A session that waits for an advisory lock which somebody holds. */
async function waiting(key: number): Promise<void> {
  const client = await session();
  client.query(`SELECT pg_advisory_lock(${key})`).catch(() => undefined);
  const isWaiting = await untilTrue(async () => {
    const rows = await admin.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = 0 AND objid = $1`,
      [key],
    );
    return rows.length === 1;
  }, 10_000);
  expect(isWaiting).toBe(true);
}

test('a session outside a transaction is at rest', async () => {
  await session('BEGIN', 'SELECT 1', 'COMMIT');
  await untilAtRest(admin, patienceMs);
});

test('one that was left inside a transaction is a finding, also after an error', async () => {
  const { processID } = (await session('BEGIN', 'SELECT 1/0')) as Client & { processID: number };
  await expect(untilAtRest(admin, patienceMs)).rejects.toMatchObject({
    code: 'OBLIGATION_BROKEN',
    message: `stuck: a connection was left inside a transaction: session ${processID} (idle in transaction (aborted)): SELECT 1/0`,
  });
});

test('so it is when another waits for what it has locked', async () => {
  await session('BEGIN', 'SELECT pg_advisory_lock(7)');
  await waiting(7);
  await expect(untilAtRest(admin, patienceMs)).rejects.toMatchObject({
    message: expect.stringMatching(/^stuck: .*session \d+ \(idle in transaction\): SELECT pg_advisory_lock\(7\)$/),
  });
});

test('a statement that is still running is inconclusive, also beside a transaction that may wait for it', async () => {
  await admin.query('SELECT pg_advisory_lock(8)');
  await waiting(8);
  const inconclusive = {
    code: 'INCONCLUSIVE',
    message: expect.stringMatching(/^not drained, .* still at work: session/),
  };
  await expect(untilAtRest(admin, patienceMs)).rejects.toMatchObject(inconclusive);
  await session('BEGIN');
  await expect(untilAtRest(admin, patienceMs)).rejects.toMatchObject(inconclusive);
});

test('so is a session that goes from one transaction to the next', async () => {
  const client = await session('BEGIN');
  const over = new AbortController();
  const working = (async () => {
    while (!over.signal.aborted) await client.query('COMMIT; BEGIN; SELECT 1');
  })();
  await expect(untilAtRest(admin, patienceMs)).rejects.toMatchObject({ code: 'INCONCLUSIVE' });
  over.abort();
  await working;
});
