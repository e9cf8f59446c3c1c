import { Pool } from 'pg';
import { inject } from 'vitest';
import { query } from '../../database/testing/query.ts';
import { createTest, expect, outboxSource, test } from '../index.ts';

const input = { kind: 'post', translations: [{ locale: 'en', title: 'Hello' }] };

test('the server is the provided one', async ({ db }) => {
  expect(inject('rustokTestkitServer').version).toBe(db.version);
});

test('an event was not published', async ({ as, bus }) => {
  await as.admin.post('/api/content/nodes', input);
  await expect(bus).toHavePublished('node.published');
});

test('an event has other data', async ({ as, bus }) => {
  await as.admin.post('/api/content/nodes', input);
  await expect(bus).toHavePublished('node.created', { kind: 'page' });
});

test('a plain assertion fails', async ({ as, bus }) => {
  await as.admin.post('/api/content/nodes', input);
  expect(bus.captured()).toHaveLength(7);
});

test('an event was published', async ({ as, bus }) => {
  await as.admin.post('/api/content/nodes', input);
  await expect(bus).not.toHavePublished('node.created');
});

test('an answer was not forbidden', async ({ as }) => {
  await expect(as.admin.get('/api/content/nodes')).toBeForbidden();
});

test('a row was changed without its event', async ({ bus, services, tenant }) => {
  await services.database.sequelize.query(`UPDATE tenants SET name = 'Other' WHERE id = '${tenant.id}'`);
  await expect(bus).toMatchCommittedState();
});

test('a transaction is left open', async ({ services }) => {
  await services.database.sequelize.transaction();
});

test('a timer is left running', async ({ db }) => {
  setInterval(() => undefined, 60_000);
  expect(db.tier).toBe('clone');
});

test('a request was not handled', async ({ http, fixtures: build }) => {
  expect(build.id()).toHaveLength(36);
  await fetch('https://rates.example/eur').catch(() => undefined);
  expect(http.unhandled()).toHaveLength(1);
});

test.isolated('rollback')('a rolled back test asks what was published', async ({ bus }) => {
  await expect(bus).toHavePublishedNothing();
});

class LateClient {
  #timer: NodeJS.Timeout | undefined;
  connect(): void {
    this.#timer = setInterval(() => undefined, 60_000);
  }
  close(): void {
    clearInterval(this.#timer);
  }
}

createTest({ services: () => new LateClient() })('what the services end is no leak', async ({ services }) => {
  services.connect();
});

createTest({})('a fixture is not set up', async ({ as }) => {
  expect(as).toBeDefined();
});

createTest({})('a database is told of', async ({ db }) => {
  expect(db.name).toBe('another');
});

const outbox = createTest({
  migrations: {
    hash: () => 'an outbox of its own',
    run: async (url) => void (await query(url, 'CREATE TABLE outbox (type text)')),
  },
  services: () => ({}),
  events: ({ url }) => outboxSource({ url, sql: 'SELECT type FROM outbox' }),
});
outbox('an outbox of its own is empty', async ({ bus }) => {
  await expect(bus).toHavePublishedNothing();
});

const lending = createTest({
  services: ({ url }) => {
    const pool = new Pool({ connectionString: url });
    pool.on('connect', (client) => client.on('error', () => undefined));
    return { pool, close: () => pool.end() };
  },
  closeDeadlineMs: 300,
});
lending('a connection is never given back', async ({ services }) => {
  await services.pool.connect();
});
