import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SecurityContext, systemContext } from '../access/index.ts';
import { DependencyError } from '../errors/index.ts';
import { CachingTenantResolver } from './tenant-resolver.ts';
import { SequelizeTenantLoader } from './sequelize-tenant-loader.ts';
import { TenantService } from './tenant-service.ts';
import { type TenancyWorld, openTenancyWorld } from './testing/tenancy-world.ts';

const home = '018f2a00-0000-7000-8000-000000000001';
const caller = '018f2a00-0000-7000-8000-0000000000aa';
const superAdmin: SecurityContext = { kind: 'user', role: 'super_admin', userId: caller, tenantId: home };
const admin: SecurityContext = { ...superAdmin, role: 'admin' };

let world: TenancyWorld;
let resolver: CachingTenantResolver;
let tenants: TenantService;

beforeAll(async () => {
  world = await openTenancyWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.sql('TRUNCATE tenants, sys_events CASCADE');
  resolver = new CachingTenantResolver({ loader: new SequelizeTenantLoader({ database: world.database }) });
  tenants = new TenantService({ database: world.database, bus: world.bus, resolver });
});

describe('create', () => {
  test('writes the tenant with its defaults and publishes TenantCreated', async () => {
    const tenant = await tenants.create(superAdmin, { name: 'Shop', slug: 'shop' });
    expect(tenant).toMatchObject({ domain: null, settings: {}, defaultLocale: 'en', isActive: true });
    const { items, total } = await tenants.list(superAdmin);
    expect(items).toEqual([tenant]);
    expect(total).toBe(1);
    expect(await world.events()).toEqual([
      { type: 'TenantCreated', data: { tenant_id: tenant.id }, actorId: caller, tenantId: tenant.id },
    ]);
  });

  test('a tenant that was asked for before it existed appears at once', async () => {
    const bySlug = { kind: 'slug', value: 'shop' } as const;
    await expect(resolver.resolve(bySlug)).rejects.toMatchObject({ code: 'TENANT_NOT_FOUND' });
    await tenants.create(superAdmin, { name: 'Shop', slug: 'shop' });
    await expect(resolver.resolve(bySlug)).resolves.toMatchObject({ name: 'Shop' });
  });

  test.each([
    [{ slug: 'shop' }, 'DUPLICATE_SLUG'],
    [{ slug: 'other', domain: 'SHOP.example' }, 'DUPLICATE_DOMAIN'],
  ])('a name that is taken is a conflict and writes nothing: %o', async (names, code) => {
    await tenants.create(superAdmin, { name: 'Shop', slug: 'shop', domain: 'Shop.example' });
    await expect(tenants.create(superAdmin, { name: 'Shop', ...names })).rejects.toMatchObject({ code });
    expect(await world.events()).toHaveLength(1);
  });

  test('every failing field is named', async () => {
    const wrong = {
      name: '\0',
      slug: '018f2a00-0000-7000-8000-000000000001',
      domain: 'a b',
      settings: [],
      defaultLocale: 'english',
      isActive: 'yes',
      other: 1,
    };
    await expect(tenants.create(superAdmin, wrong as never)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      fields: ['name', 'slug', 'domain', 'settings', 'defaultLocale', 'isActive', 'other'].map((path) =>
        expect.objectContaining({ path }),
      ),
    });
  });
});

describe('update', () => {
  const names = [
    { kind: 'slug', value: 'shop' },
    { kind: 'host', value: 'shop.example' },
  ] as const;

  test('is seen at once under every name, old and new, and publishes TenantUpdated', async () => {
    const tenant = await tenants.create(superAdmin, { name: 'Shop', slug: 'shop', domain: 'shop.example' });
    const byId = { kind: 'uuid', value: tenant.id } as const;
    for (const name of [...names, byId]) await resolver.resolve(name);
    await expect(resolver.resolve({ kind: 'slug', value: 'store' })).rejects.toMatchObject({
      code: 'TENANT_NOT_FOUND',
    });
    await tenants.update(superAdmin, tenant.id, { slug: 'store', domain: null });
    for (const name of names) await expect(resolver.resolve(name)).rejects.toMatchObject({ code: 'TENANT_NOT_FOUND' });
    for (const name of [byId, { kind: 'slug', value: 'store' } as const]) {
      await expect(resolver.resolve(name)).resolves.toMatchObject({ slug: 'store', domain: null });
    }
    expect((await world.events()).map(({ type }) => type)).toEqual(['TenantCreated', 'TenantUpdated']);
  });

  test('a tenant that was switched off is refused at once', async () => {
    const { id } = await tenants.create(superAdmin, { name: 'Shop', slug: 'shop' });
    await resolver.resolve({ kind: 'uuid', value: id });
    await tenants.update(superAdmin, id, { isActive: false });
    await expect(resolver.resolve({ kind: 'uuid', value: id })).rejects.toMatchObject({ code: 'TENANT_INACTIVE' });
  });

  test('that changes nothing writes and publishes nothing', async () => {
    const tenant = await tenants.create(superAdmin, { name: 'Shop', slug: 'shop', settings: { a: { b: [1] } } });
    expect(await tenants.update(superAdmin, tenant.id, { name: 'Shop', settings: { a: { b: [1] } } })).toEqual(tenant);
    expect(await world.events()).toHaveLength(1);
  });

  test('that is rolled back leaves the cache alone', async () => {
    const tenant = await tenants.create(superAdmin, { name: 'Shop', slug: 'shop' });
    await tenants.create(superAdmin, { name: 'Other', slug: 'other' });
    await resolver.resolve({ kind: 'slug', value: 'shop' });
    const { loads } = resolver.stats();
    await expect(tenants.update(superAdmin, tenant.id, { slug: 'other' })).rejects.toMatchObject({
      code: 'DUPLICATE_SLUG',
    });
    await resolver.resolve({ kind: 'slug', value: 'shop' });
    expect(resolver.stats().loads).toBe(loads);
  });

  test('of a tenant that does not exist is not found', async () => {
    await expect(tenants.update(superAdmin, home, { name: 'X' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

test('lists in the order of creation, page by page', async () => {
  for (const slug of ['c', 'a', 'b']) await tenants.create(superAdmin, { name: slug, slug });
  const pages = [1, 2, 3].map((page) => tenants.list(superAdmin, { page, pageSize: 2 }));
  const [first, second, beyond] = await Promise.all(pages);
  expect(first?.items.map(({ slug }) => slug)).toEqual(['c', 'a']);
  expect(second?.items.map(({ slug }) => slug)).toEqual(['b']);
  expect(beyond).toEqual({ items: [], total: 3, page: 3, pageSize: 2 });
});

test('needs the permission: a denied call writes no row and no event', async () => {
  await expect(tenants.create(admin, { name: 'Shop', slug: 'shop' })).rejects.toThrow(/tenants:create/);
  await expect(tenants.update(admin, home, { name: 'X' })).rejects.toThrow(/tenants:update/);
  await expect(tenants.list(admin)).rejects.toThrow(/tenants:list/);
  expect(await world.events()).toEqual([]);
  await expect(tenants.list(systemContext(home))).resolves.toMatchObject({ total: 0 });
});

test('the loader reports a database that refuses as a dependency that is down', async () => {
  await using own = await openTenancyWorld();
  const loader = new SequelizeTenantLoader({ database: own.database });
  await own.database.close();
  await expect(loader.load({ kind: 'slug', value: 'shop' }, new AbortController().signal)).rejects.toThrow(
    DependencyError,
  );
});
