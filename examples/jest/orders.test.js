import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, sqlFolderMigrations, stopServers } from 'rustok-testkit';
import { assertPublished, matchers, outboxSource, watchCommittedState } from 'rustok-testkit/expect';
import { placeOrder } from './orders.js';

expect.extend(matchers);

const migrations = sqlFolderMigrations(fileURLToPath(new URL('./migrations', import.meta.url)));

let database, client, state, bus;

beforeEach(async () => {
  database = await createTestDatabase({ migrations });
  client = new Client({ connectionString: database.url });
  await client.connect();
  bus = outboxSource({ url: database.url, sql: 'SELECT type, data FROM outbox ORDER BY id' });
  state = await watchCommittedState({
    url: database.url,
    mapping: {
      orders: (before, after) => (before === undefined ? { type: 'order.placed', data: after } : null),
    },
  });
});

afterEach(async () => {
  await client.end();
  await database[Symbol.asyncDispose]();
});

afterAll(stopServers);

test('an order and its event are committed together', async () => {
  await placeOrder(client, 1, 300);
  await expect(bus).toHavePublished('order.placed', { total: expect.any(Number) });
  await expect(bus).toMatchCommittedState(state);
  await assertPublished(bus, 'order.placed', { total: 300 });
});

test('an order that is refused publishes nothing', async () => {
  await expect(placeOrder(client, 1, 0)).rejects.toThrow(/orders_total_check/);
  await expect(bus).toHavePublishedNothing();
  await expect(bus).not.toHavePublished('order.placed');
});

test('an order costs two inserts', async () => {
  await expect(() => placeOrder(client, 1, 300)).toExecute(/^INSERT/, 2, database);
});

test('a matcher that fails says what was found', async () => {
  await placeOrder(client, 1, 300);
  await expect(expect(bus).toHavePublishedExactly([['order.placed', { total: 500 }]])).rejects.toThrow(
    /published was order\.placed[^]*-.*total: 500[^]*\+.*total: 300/,
  );
});
