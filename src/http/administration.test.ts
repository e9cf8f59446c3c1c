import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ApplicationWorld,
  openApplicationWorld,
  strangerId,
  tenantId,
  userIds,
} from './testing/application-world.ts';

let world: ApplicationWorld;
beforeAll(async () => {
  world = await openApplicationWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());

describe('users', () => {
  test('are created with their place, read, changed and listed', async () => {
    const created = await world.ask('POST /api/users', { as: 'admin', payload: { email: 'ann@example.com' } });
    const user = created.json<{ id: string }>();
    expect(created.statusCode).toBe(201);
    expect(created.headers['location']).toBe(`/api/users/${user.id}`);
    expect((await world.ask(`GET /api/users/${user.id}`, { as: 'admin' })).json()).toEqual(user);
    const changed = await world.ask(`PATCH /api/users/${user.id}`, { as: 'admin', payload: { role: 'manager' } });
    expect(changed.json()).toMatchObject({ id: user.id, role: 'manager' });
    const listed = await world.ask('GET /api/users?pageSize=100', { as: 'admin' });
    expect(listed.json<{ items: { id: string }[] }>().items.map(({ id }) => id)).toContain(user.id);
  });

  test('of another tenant answer as those who do not exist', async () => {
    for (const [request, payload] of [
      [`GET /api/users/${strangerId}`, undefined],
      [`PATCH /api/users/${strangerId}`, { status: 'banned' }],
    ] as const) {
      const answer = await world.ask(request, { as: 'super_admin', ...(payload === undefined ? {} : { payload }) });
      expect(answer.json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
  });

  test('with an address that is taken are a conflict', async () => {
    const payload = { email: `${userIds.admin}@example.com` };
    const answer = await world.ask('POST /api/users', { as: 'admin', payload });
    expect(answer.json()).toMatchObject({ status: 409, code: 'DUPLICATE_EMAIL' });
  });

  test('who are banned are locked out at once', async () => {
    const token = await world.tokenOf('manager');
    const ask = () => world.ask('GET /api/content/nodes', { as: { token } });
    expect((await ask()).statusCode).toBe(200);
    await world.ask(`PATCH /api/users/${userIds.manager}`, { as: 'admin', payload: { status: 'banned' } });
    expect((await ask()).statusCode).toBe(403);
    await world.ask(`PATCH /api/users/${userIds.manager}`, { as: 'admin', payload: { status: 'active' } });
    expect((await ask()).statusCode).toBe(200);
  });
});

describe('tenants', () => {
  test('are created with their place, and served at once under the new name', async () => {
    expect((await world.ask('GET /api/tenant', { tenant: 'fresh' })).statusCode).toBe(404);
    const payload = { name: 'Fresh', slug: 'fresh', settings: { theme: 'dark' } };
    const created = await world.ask('POST /api/tenants', { as: 'super_admin', payload });
    const { id } = created.json<{ id: string }>();
    expect(created.statusCode).toBe(201);
    expect(created.headers['location']).toBe(`/api/tenants/${id}`);
    expect((await world.ask('GET /api/tenant', { tenant: 'fresh' })).json()).toMatchObject({ id, name: 'Fresh' });
  });

  test('that are switched off are refused at once, also to who is signed in', async () => {
    const payload = { name: 'Brief', slug: 'brief' };
    const created = await world.ask('POST /api/tenants', { as: 'super_admin', payload });
    const url = String(created.headers['location']);
    expect((await world.ask('GET /api/tenant', { tenant: 'brief' })).statusCode).toBe(200);
    const changed = await world.ask(`PATCH ${url}`, { as: 'super_admin', payload: { isActive: false } });
    expect(changed.json()).toMatchObject({ isActive: false });
    expect((await world.ask('GET /api/tenant', { tenant: 'brief' })).json()).toMatchObject({ code: 'TENANT_INACTIVE' });
  });

  test('are listed for a super admin, who addresses all of them there and nowhere else', async () => {
    const listed = await world.ask('GET /api/tenants', { as: 'super_admin' });
    const slugs = listed.json<{ items: { slug: string }[] }>().items.map(({ slug }) => slug);
    expect(slugs).toEqual(expect.arrayContaining(['shop', 'other', 'closed']));
    expect((await world.ask('GET /api/users', { as: 'super_admin', tenant: 'other' })).statusCode).toBe(403);
  });
});

test('a failure that nobody foresaw is 500 without its message, and is reported', async () => {
  const reported: unknown[] = [];
  const failure = new TypeError('the password is 1234');
  await using own = await openApplicationWorld({
    application: {
      reportError: (error) => void reported.push(error),
      checks: {
        findUser: () => {
          throw failure;
        },
      },
    },
  });
  const answer = await own.ask('GET /api/users', { as: 'admin' });
  expect(answer.json()).toMatchObject({ status: 500, code: 'INTERNAL' });
  expect(answer.body).not.toContain('1234');
  expect(reported).toEqual([failure]);
});

test('the tenant can come from the host', async () => {
  await using own = await openApplicationWorld({ application: { tenantSource: { mode: 'host' } } });
  await own.sql(`UPDATE tenants SET domain = 'shop.example' WHERE id = $1`, [tenantId]);
  const ask = async (host: string) =>
    (await own.ask('GET /api/tenant', { tenant: null, headers: { host } })).statusCode;
  expect([await ask('Shop.example:8080'), await ask('other.example'), await ask('a b')]).toEqual([200, 404, 400]);
});
