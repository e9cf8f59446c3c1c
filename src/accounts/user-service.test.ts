import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { SecurityContext } from '../access/index.ts';
import { type TenancyWorld, openTenancyWorld } from '../tenancy/testing/tenancy-world.ts';
import { UserService } from './user-service.ts';

const home = '018f2a00-0000-7000-8000-000000000001';
const abroad = '018f2a00-0000-7000-8000-000000000002';
const caller = '018f2a00-0000-7000-8000-0000000000aa';
const admin: SecurityContext = { kind: 'user', role: 'admin', userId: caller, tenantId: home };
const superAdmin: SecurityContext = { ...admin, role: 'super_admin' };
const stranger: SecurityContext = { ...admin, tenantId: abroad };

let world: TenancyWorld;
let users: UserService;

beforeAll(async () => {
  world = await openTenancyWorld();
  users = new UserService({ database: world.database, bus: world.bus });
});
afterAll(async () => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.sql('TRUNCATE tenants, sys_events CASCADE');
  for (const id of [home, abroad]) {
    await world.sql('INSERT INTO tenants (id, name, slug) VALUES ($1::uuid, $1, $1)', [id]);
  }
});

describe('create', () => {
  test('writes an active customer and publishes UserRegistered', async () => {
    const user = await users.create(admin, { email: 'Ann@Example.com' });
    expect(user).toMatchObject({ tenantId: home, email: 'ann@example.com', role: 'customer', status: 'active' });
    expect(await users.get(admin, user.id)).toEqual(user);
    expect(await world.events()).toEqual([
      { type: 'UserRegistered', data: { user_id: user.id, email: user.email }, actorId: caller, tenantId: home },
    ]);
  });

  test('an address that is taken in this tenant is a conflict, in another it is free', async () => {
    await users.create(admin, { email: 'ann@example.com' });
    await expect(users.create(admin, { email: 'ANN@example.com' })).rejects.toMatchObject({ code: 'DUPLICATE_EMAIL' });
    await expect(users.create(stranger, { email: 'ann@example.com' })).resolves.toMatchObject({ tenantId: abroad });
    expect(await world.events()).toHaveLength(2);
  });

  test('every failing field is named', async () => {
    const wrong = { email: 'ann', role: 'root', status: 'gone', password: 'x' };
    await expect(users.create(admin, wrong as never)).rejects.toMatchObject({
      fields: ['email', 'role', 'status', 'password'].map((path) => expect.objectContaining({ path })),
    });
  });

  test.each([
    ['a'.repeat(243) + '@example.com', true],
    ['a'.repeat(244) + '@example.com', false],
    ['\u0130'.repeat(200) + '@b.c', false],
  ])('an address has at most 255 characters: %#', async (email, isTaken) => {
    const created = users.create(admin, { email });
    await (isTaken ? expect(created).resolves.toMatchObject({ email }) : expect(created).rejects.toThrow(/255/));
  });
});

describe('update', () => {
  test('publishes UserUpdated', async () => {
    const { id } = await users.create(admin, { email: 'ann@example.com' });
    expect(await users.update(admin, id, { role: 'manager', status: 'banned' })).toMatchObject({
      email: 'ann@example.com',
      role: 'manager',
      status: 'banned',
    });
    expect((await world.events()).map(({ type }) => type)).toEqual(['UserRegistered', 'UserUpdated']);
  });

  test('refuses an address that is too long once it is in lower case', async () => {
    const { id } = await users.create(admin, { email: 'ann@example.com' });
    await expect(users.update(admin, id, { email: '\u0130'.repeat(200) + '@b.c' })).rejects.toMatchObject({
      fields: [{ path: 'email', message: 'must have at most 255 characters' }],
    });
  });

  test('that changes nothing writes and publishes nothing', async () => {
    const user = await users.create(admin, { email: 'ann@example.com' });
    expect(await users.update(admin, user.id, { email: 'Ann@example.com' })).toEqual(user);
    expect(await world.events()).toHaveLength(1);
  });
});

test('a user of another tenant is not found, not forbidden, and not listed', async () => {
  const { id } = await users.create(stranger, { email: 'eve@example.com' });
  await expect(users.get(admin, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(users.update(admin, id, { status: 'banned' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await users.list(admin)).toEqual({ items: [], total: 0, page: 1, pageSize: 20 });
  expect(await users.findForSignIn(home, id)).toBeUndefined();
});

test('who may not manage tenants makes nobody a super admin and changes none', async () => {
  await expect(users.create(admin, { email: 'a@b', role: 'super_admin' })).rejects.toThrow(/tenants:manage/);
  const { id } = await users.create(superAdmin, { email: 'root@b', role: 'super_admin' });
  await expect(users.update(admin, id, { status: 'banned' })).rejects.toThrow(/tenants:manage/);
  const other = await users.create(admin, { email: 'c@d' });
  await expect(users.update(admin, other.id, { role: 'super_admin' })).rejects.toThrow(/tenants:manage/);
});

test.each(['manager', 'customer', null] as const)('%s needs the permission: no row, no event', async (role) => {
  const context = { ...admin, role };
  await expect(users.create(context, { email: 'a@b' })).rejects.toThrow(/users:create/);
  await expect(users.update(context, caller, {})).rejects.toThrow(/users:update/);
  await expect(users.get(context, caller)).rejects.toThrow(/users:read/);
  await expect(users.list(context)).rejects.toThrow(/users:list/);
  expect(await world.events()).toEqual([]);
});

test('lists in the order of creation', async () => {
  const emails = ['c@x', 'a@x', 'b@x'];
  for (const email of emails) await users.create(admin, { email });
  expect((await users.list(admin, { pageSize: 2 })).items.map(({ email }) => email)).toEqual(['c@x', 'a@x']);
  expect((await users.list(admin, { page: 2, pageSize: 2 })).items.map(({ email }) => email)).toEqual(['b@x']);
});
