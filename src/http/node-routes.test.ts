import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { NodePage, NodeResponse } from '../content/index.ts';
import {
  type ApplicationWorld,
  missingId,
  openApplicationWorld,
  otherTenantId,
  tenantId,
  userIds,
} from './testing/application-world.ts';

const foreignId = '018f2a00-0000-7000-8000-000000000500';

let world: ApplicationWorld;
beforeAll(async () => {
  world = await openApplicationWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());
beforeEach(async () => void (await world.sql('TRUNCATE nodes, sys_events, idempotency_keys CASCADE')));

const nodes = '/api/content/nodes';
const input = (title: string) => ({ kind: 'post', translations: [{ locale: 'en', title }] });
const create = (title = 'Title', headers: Record<string, string> = {}) =>
  world.ask(`POST ${nodes}`, { as: 'manager', payload: input(title), headers });
const eventTypes = async () =>
  (await world.sql<{ type: string }>('SELECT event_type AS type FROM sys_events ORDER BY created_at, id')).map(
    ({ type }) => type,
  );

test('a node is created with its place and its version', async () => {
  const answer = await create();
  const node = answer.json<NodeResponse>();
  expect(answer.statusCode).toBe(201);
  expect(answer.headers).toMatchObject({ location: `${nodes}/${node.id}`, etag: '"1"' });
  expect(node).toMatchObject({ tenantId, authorId: userIds.manager, status: 'draft', version: 1 });
  const read = await world.ask(`GET ${nodes}/${node.id}`, { as: 'manager' });
  expect(read.json()).toEqual(node);
  expect(read.headers['etag']).toBe('"1"');
});

test('a request that takes no body may say that its empty body is JSON', async () => {
  const { id } = (await create()).json<NodeResponse>();
  const json = { 'content-type': 'application/json' };
  for (const [request, status] of [
    [`POST ${nodes}/${id}/publish`, 200],
    [`POST ${nodes}/${id}/archive`, 200],
    [`POST ${nodes}/${id}/unarchive`, 200],
    [`DELETE ${nodes}/${id}`, 204],
    [`POST ${nodes}/${id}/restore`, 200],
  ] as const) {
    const [row] = await world.sql<{ version: number }>('SELECT version FROM nodes');
    const headers = { ...json, 'if-match': `"${row?.version}"` };
    const answer = await world.ask(request, { as: 'admin', headers, payload: '' });
    expect([request, answer.statusCode]).toEqual([request, status]);
  }
});

test.each(['POST /api/content/nodes', `PATCH /api/content/nodes/${missingId}`, 'POST /api/users', 'POST /api/tenants'])(
  '%s takes a body: an empty one is refused',
  async (request) => {
    const headers = { 'content-type': 'application/json', 'if-match': '"1"' };
    const answer = await world.ask(request, { as: 'super_admin', headers, payload: '' });
    expect(answer.json()).toMatchObject({ status: 400, code: 'MALFORMED_BODY', fields: [{ path: 'body' }] });
  },
);

test('a node lives through all its states, each with the ETag that the next one takes', async () => {
  const { id } = (await create()).json<NodeResponse>();
  let etag = '"1"';
  for (const [step, status] of [
    ['publish', 'published'],
    ['unpublish', 'draft'],
    ['publish', 'published'],
    ['archive', 'archived'],
    ['unarchive', 'draft'],
  ]) {
    const answer = await world.ask(`POST ${nodes}/${id}/${step}`, { as: 'manager', headers: { 'if-match': etag } });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ status });
    etag = String(answer.headers['etag']);
  }
  const patched = await world.ask(`PATCH ${nodes}/${id}`, {
    as: 'manager',
    headers: { 'if-match': etag },
    payload: { position: 3 },
  });
  expect(patched.json()).toMatchObject({ position: 3, version: 7 });
  const deleted = await world.ask(`DELETE ${nodes}/${id}`, { as: 'manager', headers: { 'if-match': '"7"' } });
  expect([deleted.statusCode, deleted.body]).toEqual([204, '']);
  expect((await world.ask(`GET ${nodes}/${id}`, { as: 'manager' })).statusCode).toBe(404);
  const restored = await world.ask(`POST ${nodes}/${id}/restore`, { as: 'manager', headers: { 'if-match': '"8"' } });
  expect(restored.json()).toMatchObject({ status: 'draft', version: 9 });
});

test.each([
  [undefined, 400, 'VALIDATION_FAILED'],
  ['*', 400, 'VALIDATION_FAILED'],
  ['1', 400, 'VALIDATION_FAILED'],
  ['W/"1"', 400, 'VALIDATION_FAILED'],
  ['"1", "2"', 400, 'VALIDATION_FAILED'],
  ['"0"', 400, 'VALIDATION_FAILED'],
  ['"9999999999"', 400, 'VALIDATION_FAILED'],
  ['"2"', 409, 'CONCURRENT_MODIFICATION'],
])('If-Match %s is %i', async (ifMatch, status, code) => {
  const { id } = (await create()).json<NodeResponse>();
  const headers = ifMatch === undefined ? {} : { 'if-match': ifMatch };
  for (const [request, payload] of [
    [`PATCH ${nodes}/${id}`, { position: 1 }],
    [`POST ${nodes}/${id}/publish`, undefined],
    [`DELETE ${nodes}/${id}`, undefined],
  ] as const) {
    const answer = await world.ask(request, { as: 'manager', headers, ...(payload === undefined ? {} : { payload }) });
    expect(answer.json()).toMatchObject({ status, code });
  }
  expect(await eventTypes()).toEqual(['node.created']);
});

test.each([
  ['publish', '"2"', 'INVALID_TRANSITION'],
  ['unarchive', '"2"', 'INVALID_TRANSITION'],
])('%s out of turn is a conflict', async (step, ifMatch, code) => {
  const { id } = (await create()).json<NodeResponse>();
  await world.ask(`POST ${nodes}/${id}/publish`, { as: 'manager', headers: { 'if-match': '"1"' } });
  const answer = await world.ask(`POST ${nodes}/${id}/${step}`, { as: 'manager', headers: { 'if-match': ifMatch } });
  expect(answer.json()).toMatchObject({ status: 409, code });
});

test('a slug that is taken is a conflict', async () => {
  await create();
  expect((await create()).json()).toMatchObject({ status: 409, code: 'DUPLICATE_SLUG' });
});

test('the same Idempotency-Key gives the first answer again, and another request with it is a conflict', async () => {
  const first = await create('Once', { 'idempotency-key': 'key' });
  const again = await create('Once', { 'idempotency-key': 'key' });
  expect(again.statusCode).toBe(201);
  expect(again.json()).toEqual(first.json());
  expect((await create('Twice', { 'idempotency-key': 'key' })).json()).toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
  expect(await eventTypes()).toEqual(['node.created']);
});

test('the events of one request share a correlation id, those of two do not', async () => {
  for (const title of ['One', 'Two']) {
    await world.ask(`POST ${nodes}`, { as: 'manager', payload: { ...input(title), status: 'published' } });
  }
  const rows = await world.sql<{ correlation: string; events: number }>(
    `SELECT payload ->> 'correlation_id' AS correlation, count(*)::int AS events FROM sys_events GROUP BY 1`,
  );
  expect(rows.map(({ events }) => events)).toEqual([2, 2]);
});

test('lists are paged and in the order of creation', async () => {
  for (const title of ['C', 'A', 'B']) await create(title);
  const answer = await world.ask(`GET ${nodes}?kind=post&page=2&pageSize=2`, { as: 'manager' });
  const { items, total } = answer.json<NodePage>();
  expect(items.map(({ translations }) => translations[0]?.title)).toEqual(['B']);
  expect(total).toBe(3);
});

test('HEAD answers like GET, without the body', async () => {
  const { id } = (await create()).json<NodeResponse>();
  const answer = await world.ask(`HEAD ${nodes}/${id}`, { as: 'manager' });
  expect([answer.statusCode, answer.headers['etag'], answer.body]).toEqual([200, '"1"', '']);
  expect((await world.ask(`HEAD ${nodes}/${id}`)).statusCode).toBe(401);
});

test("another tenant's node answers as one that does not exist", async () => {
  await world.sql(`INSERT INTO nodes (id, tenant_id, kind, status) VALUES ($1, $2, 'post', 'published')`, [
    foreignId,
    otherTenantId,
  ]);
  for (const [request, options] of [
    [`GET ${nodes}/:id`, {}],
    [`PATCH ${nodes}/:id`, { headers: { 'if-match': '"1"' }, payload: { position: 1 } }],
    [`DELETE ${nodes}/:id`, { headers: { 'if-match': '"1"' } }],
    [`POST ${nodes}/:id/publish`, { headers: { 'if-match': '"1"' } }],
  ] as const) {
    const [foreign, missing] = await Promise.all(
      [foreignId, missingId].map((id) => world.ask(request.replace(':id', id), { as: 'super_admin', ...options })),
    );
    expect(foreign?.statusCode).toBe(404);
    expect(foreign?.body.replaceAll(foreignId, '')).toBe(missing?.body.replaceAll(missingId, ''));
  }
  expect(await eventTypes()).toEqual([]);
});

test('a draft is not found by who may not update it', async () => {
  const { id } = (await create()).json<NodeResponse>();
  const hidden = await world.ask(`GET ${nodes}/${id}`, { as: 'customer' });
  const missing = await world.ask(`GET ${nodes}/${missingId}`, { as: 'customer' });
  expect([hidden.statusCode, missing.statusCode]).toEqual([404, 404]);
  expect(hidden.body.replaceAll(id, '')).toBe(missing.body.replaceAll(missingId, ''));
});
