import { expect, test, vi } from 'vitest';
import type { TenantContext } from '../tenant-context.ts';
import { CachingTenantResolver } from '../tenant-resolver.ts';
import type { ClusterGuard, Invalidated } from './cluster-guard.ts';

const shop: TenantContext = {
  id: '018f2a00-0000-7000-8000-000000000001',
  name: 'Shop',
  slug: 'shop',
  domain: 'shop.example',
  settings: { colours: ['red'] },
  defaultLocale: 'en',
  isActive: true,
};
const bySlug = { kind: 'slug', value: 'shop' } as const;

/** Answers with another instance's text where one is given. */
function guardSaying(text?: string) {
  let listener: (invalidated: Invalidated) => void = () => {};
  const guard: ClusterGuard = {
    share: vi.fn((_key, load) => (text === undefined ? load() : Promise.resolve(text))),
    invalidate: vi.fn(),
    onInvalidated: (given) => {
      listener = given;
      return () => {};
    },
    stats: () => ({ loaded: 0, shared: 0, waited: 0, alone: 0, failures: 0 }),
    [Symbol.asyncDispose]: async () => {},
  };
  return { guard, hear: (invalidated: Invalidated) => listener(invalidated) };
}

function resolverWith(cluster: ClusterGuard) {
  const loader = { load: vi.fn((): Promise<TenantContext | null> => Promise.resolve(structuredClone(shop))) };
  return { loader, resolver: new CachingTenantResolver({ loader, cluster }) };
}

test.each([
  ['the tenant', { ...shop, name: 'From another instance' }, undefined],
  ['its absence', null, 'TENANT_NOT_FOUND'],
  ['that it is not active', { ...shop, isActive: false }, 'TENANT_INACTIVE'],
])('what another instance loaded is served: %s', async (_, tenant, code) => {
  const { guard } = guardSaying(JSON.stringify({ tenant }));
  const { loader, resolver } = resolverWith(guard);
  const told = resolver.resolve(bySlug);
  if (code === undefined) await expect(told).resolves.toEqual(tenant);
  else await expect(told).rejects.toMatchObject({ code });
  expect(loader.load).not.toHaveBeenCalled();
});

test.each(['rubbish', '{}', 'null', JSON.stringify({ tenant: { ...shop, slug: 'other' } })])(
  'what is no outcome of the look-up is not believed: %s',
  async (text) => {
    const { loader, resolver } = resolverWith(guardSaying(text).guard);
    await expect(resolver.resolve(bySlug)).resolves.toEqual(shop);
    expect(loader.load).toHaveBeenCalledTimes(1);
  },
);

test('an invalidation is told to the others under all three keys', () => {
  const { guard } = guardSaying();
  resolverWith(guard).resolver.invalidate(shop);
  expect(guard.invalidate).toHaveBeenCalledWith([
    `tenant:v1:uuid:${shop.id}`,
    'tenant:v1:slug:shop',
    'tenant:v1:host:shop.example',
  ]);
});

test('word of an invalidation drops the entry, and is not passed on', async () => {
  const { guard, hear } = guardSaying();
  const { loader, resolver } = resolverWith(guard);
  await resolver.resolve(bySlug);
  hear(['tenant:v1:slug:shop']);
  await resolver.resolve(bySlug);
  expect(loader.load).toHaveBeenCalledTimes(2);
  expect(guard.invalidate).not.toHaveBeenCalled();
});

test('where word may have been missed, everything is dropped, and what was being loaded is not kept', async () => {
  const { guard, hear } = guardSaying();
  const { loader, resolver } = resolverWith(guard);
  await resolver.resolve({ kind: 'uuid', value: shop.id });
  const gate = Promise.withResolvers<TenantContext>();
  loader.load.mockReturnValueOnce(gate.promise);
  const underWay = resolver.resolve(bySlug);
  hear('all');
  gate.resolve(structuredClone(shop));
  await underWay;
  await resolver.resolve(bySlug);
  await resolver.resolve({ kind: 'uuid', value: shop.id });
  expect(loader.load).toHaveBeenCalledTimes(4);
});
