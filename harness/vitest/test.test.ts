import { HttpResponse, http as answer } from 'msw';
import { admin, customer } from '../../fixtures/index.ts';
import { describe } from 'vitest';
import { query } from '../database/testing/query.ts';
import { assertExecutes } from '../expect/index.ts';
import { createTest, expect, test } from './index.ts';

test('a database is the test’s own, and holds nothing', async ({ db }) => {
  expect(db.tier).toBe('clone');
  expect(db.name).toMatch(/^rustok_test_/);
});

test('what a role writes is committed, published, and what the specification asks for', async ({ as, bus, tenant }) => {
  const input = { kind: 'post', status: 'published', translations: [{ locale: 'en', title: 'Hello' }], bodies: [] };
  const created = await as.admin.post<{ id: string; authorId: string }>('/api/content/nodes', input);
  expect(created).toMatchObject({ status: 201, body: { authorId: tenant.users.admin } });
  await expect(bus).toHavePublished('node.created', { node_id: created.body.id, author_id: tenant.users.admin });
  await expect(bus).toHavePublishedExactly(['node.created', ['node.published', { kind: 'post' }]]);
  await expect(bus).toMatchCommittedState();
  for (const envelope of await bus.published()) expect(envelope).toBeValidEnvelope();
});

test('a refused role writes nothing and publishes nothing', async ({ as, bus, services, state }) => {
  const input = { kind: 'post' as const, translations: [{ locale: 'en', title: 'Hello' }] };
  await expect(as.customer.post('/api/content/nodes', input)).toBeForbidden();
  await expect(as.anonymous.post('/api/content/nodes', input)).not.toBeForbidden();
  await expect(services.nodes.create(customer(), input)).rejects.toBeForbidden();
  await expect(bus).toHavePublishedNothing();
  await expect(bus).not.toHavePublished('node.created');
  await expect(bus).toMatchCommittedState(state);
});

test('statements are counted on the test’s database', async ({ services, tenant }) => {
  const read = () => services.nodes.list({ ...admin(), tenantId: tenant.id });
  await expect(read).toExecute(/FROM nodes/, 1);
  await expect(read).not.toExecute(/FROM nodes/, 2);
});

test('time stands still until the test moves it', async ({ clock, services, tenant }) => {
  const context = { ...admin(), tenantId: tenant.id, userId: tenant.users.admin };
  const input = (title: string) => ({ kind: 'page' as const, translations: [{ locale: 'en', title }] });
  const first = await services.nodes.create(context, input('One'));
  clock.advance(90_000);
  const second = await services.nodes.create(context, input('Two'));
  expect([first.createdAt, second.createdAt]).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:30.000Z']);
});

test('fixtures are seeded by the name of the test', ({ fixtures }) => {
  expect(fixtures.id()).toBe('019b76db-9260-7d48-9389-b9add102b721');
});

test('requests to others are answered by the test, and the database is not cut off', async ({ http, as }) => {
  http.use(answer.get('https://rates.example/eur', () => HttpResponse.json({ rate: 1.1 })));
  expect(await (await fetch('https://rates.example/eur')).json()).toEqual({ rate: 1.1 });
  expect((await as.admin.get('/api/content/nodes')).status).toBe(200);
});

test.isolated('rollback')(
  'a test that is rolled back has the services, and no bus',
  async ({ db, services, tenant }) => {
    expect(db.tier).toBe('rollback');
    const page = await services.nodes.list({ ...admin(), tenantId: tenant.id });
    expect(page.total).toBe(0);
  },
);

test.isolated('rollback')('statements of a test that is rolled back are not counted', async ({ db }) => {
  expect([...db.capabilities]).not.toContain('exact-counting');
  const refusal = {
    code: 'TIER_CANNOT_SHOW',
    message: expect.stringMatching(/^toExecute: the isolation tier rollback .* Use the tier clone/) as string,
  };
  await expect(expect(() => undefined).toExecute(/./, 0)).rejects.toMatchObject(refusal);
  await expect(assertExecutes(() => undefined, /./, 0, db)).rejects.toMatchObject(refusal);
});

const explosive = createTest({
  services: () => Promise.reject(new Error('opened')),
  application: () => Promise.reject(new Error('opened')),
});

explosive('what a test does not take is not opened', async ({ db, clock }) => {
  expect(db.name).toMatch(/^rustok_test_/);
  expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
});

const published = createTest({
  events: () => ({ published: async () => [{ type: 'note.written', data: {} }] }),
  application: () => ({ fetch: async () => new Response('served') }),
  roles: () => ({ reader: () => ({}) }),
});

published('events and an application need no services', async ({ bus, as }) => {
  await expect(bus).toHavePublishedExactly(['note.written']);
  expect((await as.reader.get('/')).body).toBe('served');
});

const replicating = createTest({ isolation: 'cluster', settings: { wal_level: 'logical', max_wal_senders: '4' } });

replicating('a server of the test’s own has the settings of the set-up', async ({ db }) => {
  expect(db.tier).toBe('cluster');
  expect(await query(db.adminUrl, 'SHOW wal_level')).toEqual([{ wal_level: 'logical' }]);
});

describe('tests side by side', () => {
  test.concurrent.for([1, 2, 3, 4])('see their own events alone: %i', async (count, { as, bus, db, expect: own }) => {
    for (let at = 0; at < count; at += 1) {
      const input = { kind: 'post', translations: [{ locale: 'en', title: `Post ${at}` }] };
      own((await as.admin.post('/api/content/nodes', input)).status).toBe(201);
    }
    await expect(bus).toHavePublishedExactly(Array.from({ length: count }, () => 'node.created' as const));
    await expect(() => as.admin.get('/api/content/nodes')).toExecute(/FROM nodes/, 1, db);
  });
});
