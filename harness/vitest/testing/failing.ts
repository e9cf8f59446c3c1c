import { inject } from 'vitest';
import { fixtures } from '../../../fixtures/index.ts';
import { createTest, expect, test } from '../index.ts';

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

test('a request was not handled', async ({ http }) => {
  await fetch('https://rates.example/eur').catch(() => undefined);
  expect(http.unhandled()).toHaveLength(1);
});

test.isolated('rollback')('a rolled back test asks what was published', async ({ bus }) => {
  await expect(bus).toHavePublishedNothing();
});

createTest({ fixtures })('a fixture is not set up', async ({ fixtures: build, as }) => {
  expect([build, as]).toBeDefined();
});
