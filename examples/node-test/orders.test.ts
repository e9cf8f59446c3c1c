import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type TestDatabase, createTestDatabase, sqlFolderMigrations } from 'rustok-testkit';
import {
  type CommittedState,
  assertExecutes,
  assertMatchesCommittedState,
  assertPublished,
  assertPublishedExactly,
  assertPublishedNothing,
  outboxSource,
  watchCommittedState,
} from 'rustok-testkit/expect';
import { placeOrder } from './orders.ts';

const migrations = sqlFolderMigrations(fileURLToPath(new URL('./migrations', import.meta.url)));

let database: TestDatabase;
let client: Client;
let state: CommittedState;
const bus = () => outboxSource({ url: database.url, sql: 'SELECT type, data FROM outbox ORDER BY id' });

beforeEach(async () => {
  database = await createTestDatabase({ migrations });
  client = new Client({ connectionString: database.url });
  await client.connect();
  state = await watchCommittedState({
    url: database.url,
    mapping: {
      orders: (before, after) => (before === undefined && after ? { type: 'order.placed', data: { ...after } } : null),
    },
  });
});

afterEach(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

test('an order and its event are committed together', async () => {
  await placeOrder(client, 1, 300);
  await assertPublished(bus(), 'order.placed', { total: 300 });
  await assertMatchesCommittedState(bus(), state);
});

test('an order that is refused publishes nothing', async () => {
  await assert.rejects(placeOrder(client, 1, 0), /orders_total_check/);
  await assertPublishedNothing(bus());
  await assertMatchesCommittedState(bus(), state);
});

test('an order costs two inserts', async () => {
  await assertExecutes(() => placeOrder(client, 1, 300), /^INSERT/, 2, database);
});

test('an assertion that fails says what was found', async () => {
  await placeOrder(client, 1, 300);
  await assert.rejects(assertPublishedExactly(bus(), [['order.placed', { total: 500 }]]), {
    code: 'ERR_ASSERTION',
    message: /published was order\.placed[^]*-.*total: 500[^]*\+.*total: 300/,
  });
});
