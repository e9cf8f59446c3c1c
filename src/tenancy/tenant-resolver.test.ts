import { describe, expect, test, vi } from 'vitest';
import { DeadlineError, DependencyError } from '../errors/index.ts';
import type { TenantIdentifier } from './identifier.ts';
import { type TenantCache, inProcessCache } from './tenant-cache.ts';
import type { TenantContext } from './tenant-context.ts';
import { CachingTenantResolver } from './tenant-resolver.ts';

const shop: TenantContext = {
  id: '018f2a00-0000-7000-8000-000000000001',
  name: 'Shop',
  slug: 'shop',
  domain: 'shop.example',
  settings: { colours: ['red'] },
  defaultLocale: 'en',
  isActive: true,
};
const bySlug: TenantIdentifier = { kind: 'slug', value: 'shop' };
const names: TenantIdentifier[] = [{ kind: 'uuid', value: shop.id }, bySlug, { kind: 'host', value: 'shop.example' }];

function loaderOf(answer: TenantContext | null = shop) {
  return {
    load: vi.fn((_identifier: TenantIdentifier) => Promise.resolve(answer === null ? null : structuredClone(answer))),
  };
}

/** A cache on a clock of its own, with no jitter. */
function timedResolver(answer: TenantContext | null, random = 0.5) {
  let now = 1_000_000;
  const loader = loaderOf(answer);
  const cache = inProcessCache({ now: () => now });
  const resolver = new CachingTenantResolver({ loader, cache, random: () => random });
  const resolve = () => resolver.resolve(bySlug).catch((error: unknown) => error);
  return { resolver, loader, resolve, pass: (ms: number) => void (now += ms) };
}

describe('one query for 1000 concurrent callers', () => {
  test.each([
    ['found', shop, undefined],
    ['unknown', null, 'TENANT_NOT_FOUND'],
    ['inactive', { ...shop, isActive: false }, 'TENANT_INACTIVE'],
  ])('%s', async (_, answer, code) => {
    const loader = loaderOf(answer);
    const resolver = new CachingTenantResolver({ loader });
    const answers = await Promise.allSettled(Array.from({ length: 1000 }, () => resolver.resolve(bySlug)));
    for (const told of answers) {
      if (code === undefined) expect(told).toMatchObject({ status: 'fulfilled', value: shop });
      else expect(told).toMatchObject({ status: 'rejected', reason: { code } });
    }
    expect(loader.load).toHaveBeenCalledTimes(1);
    expect(resolver.stats()).toMatchObject({ entered: 1000, loads: 1, shared: 999, hits: 0 });
  });

  test('error: every waiter gets the same one, the next request recovers', async () => {
    const refused = new DependencyError('The database is not available');
    const loader = loaderOf();
    loader.load.mockRejectedValueOnce(refused);
    const resolver = new CachingTenantResolver({ loader });
    const answers = await Promise.allSettled(Array.from({ length: 1000 }, () => resolver.resolve(bySlug)));
    expect(answers.every((told) => told.status === 'rejected' && told.reason === refused)).toBe(true);
    expect(loader.load).toHaveBeenCalledTimes(1);
    await expect(resolver.resolve(bySlug)).resolves.toEqual(shop);
  });
});

test('a loader that never returns costs its callers the timeout and nobody else anything', async () => {
  const loader = loaderOf();
  loader.load.mockReturnValueOnce(new Promise(() => {}));
  const resolver = new CachingTenantResolver({ loader, loadTimeoutMs: 5 });
  await expect(resolver.resolve(bySlug)).rejects.toThrow(DeadlineError);
  await expect(resolver.resolve(bySlug)).resolves.toEqual(shop);
});

describe('time to live', () => {
  test.each([
    ['a tenant that is served', shop, 300_000],
    ['an unknown tenant', null, 60_000],
    ['an inactive tenant', { ...shop, isActive: false }, 60_000],
  ])('%s is kept as long as the specification says', async (_, answer, ttlMs) => {
    const { loader, resolve, pass } = timedResolver(answer);
    await resolve();
    pass(ttlMs - 1);
    await resolve();
    expect(loader.load).toHaveBeenCalledTimes(1);
    pass(2);
    await resolve();
    expect(loader.load).toHaveBeenCalledTimes(2);
  });

  test.each([
    [0, 270_000],
    [0.999_999, 330_000],
  ])('varies by 10 %%: random %d gives %d ms', async (random, ttlMs) => {
    const { loader, resolve, pass } = timedResolver(shop, random);
    await resolve();
    pass(ttlMs - 1);
    await resolve();
    expect(loader.load).toHaveBeenCalledTimes(1);
    pass(2);
    await resolve();
    expect(loader.load).toHaveBeenCalledTimes(2);
  });

  test('a negative entry expires and the tenant then appears', async () => {
    const { loader, resolve, pass } = timedResolver(null);
    expect(await resolve()).toMatchObject({ code: 'TENANT_NOT_FOUND' });
    loader.load.mockResolvedValue(shop);
    pass(60_001);
    expect(await resolve()).toEqual(shop);
  });
});

describe('invalidation', () => {
  test("one tenant's three keys are invalidated together", async () => {
    const loader = loaderOf();
    const resolver = new CachingTenantResolver({ loader });
    for (const name of names) await resolver.resolve(name);
    for (const name of names) await resolver.resolve(name);
    expect(loader.load).toHaveBeenCalledTimes(3);
    resolver.invalidate(shop);
    for (const name of names) await resolver.resolve(name);
    expect(loader.load).toHaveBeenCalledTimes(6);
  });

  test('during a load means that the loaded value is not stored, under each of the three keys', async () => {
    for (const name of names) {
      const gate = Promise.withResolvers<TenantContext>();
      const loader = loaderOf({ ...shop, name: 'New' });
      loader.load.mockReturnValueOnce(gate.promise);
      const resolver = new CachingTenantResolver({ loader });
      const before = resolver.resolve(name);
      resolver.invalidate(shop);
      const after = resolver.resolve(name);
      await expect(after).resolves.toMatchObject({ name: 'New' });
      gate.resolve(structuredClone(shop));
      await expect(before).resolves.toMatchObject({ name: 'Shop' });
      await expect(resolver.resolve(name)).resolves.toMatchObject({ name: 'New' });
    }
  });

  test('leaves other tenants alone', async () => {
    const loader = loaderOf();
    const resolver = new CachingTenantResolver({ loader });
    await resolver.resolve(bySlug);
    resolver.invalidate({ id: '018f2a00-0000-7000-8000-000000000002', slug: 'other', domain: null });
    await resolver.resolve(bySlug);
    expect(loader.load).toHaveBeenCalledTimes(1);
  });
});

describe('a cache that misbehaves', () => {
  function cacheGiving(get: () => unknown): TenantCache & { deleted: string[] } {
    const deleted: string[] = [];
    return { get, set: () => {}, delete: (key) => void deleted.push(key), deleted };
  }

  test.each([
    ['text', 'rubbish'],
    ['an object of another kind', { tenant: { id: 7 } }],
    ['no object', null],
    ['the tenant of another key', { tenant: { ...shop, slug: 'other' } }],
  ])('a corrupt entry is dropped and loaded again, once: %s', async (_, entry) => {
    const cache = cacheGiving(() => entry);
    const loader = loaderOf();
    const resolver = new CachingTenantResolver({ loader, cache });
    const answers = await Promise.all(Array.from({ length: 10 }, () => resolver.resolve(bySlug)));
    expect(answers).toEqual(Array.from({ length: 10 }, () => shop));
    expect(loader.load).toHaveBeenCalledTimes(1);
    expect(cache.deleted).toContain('tenant:v1:slug:shop');
    expect(resolver.stats().corruptEntries).toBe(10);
  });

  test('an entry that was stored as plain JSON is served', async () => {
    const loader = loaderOf();
    const resolver = new CachingTenantResolver({ loader, cache: cacheGiving(() => ({ tenant: shop })) });
    await expect(resolver.resolve(bySlug)).resolves.toEqual(shop);
    expect(loader.load).not.toHaveBeenCalled();
  });

  test('a cache that fails does not fail the request: it loads, once for all who ask', async () => {
    const fail = (): never => {
      throw new Error('cache down');
    };
    const loader = loaderOf();
    const resolver = new CachingTenantResolver({ loader, cache: { get: fail, set: fail, delete: fail } });
    const answers = await Promise.all(Array.from({ length: 10 }, () => resolver.resolve(bySlug)));
    expect(answers).toEqual(Array.from({ length: 10 }, () => shop));
    expect(loader.load).toHaveBeenCalledTimes(1);
    expect(() => resolver.invalidate(shop)).not.toThrow();
  });
});

test('the cache keeps to its capacity and nobody is evicted out of an answer', async () => {
  const loader = { load: ({ value }: TenantIdentifier) => Promise.resolve({ ...shop, slug: value }) };
  const cache = inProcessCache({ capacity: 10 });
  const resolver = new CachingTenantResolver({ loader, cache });
  const slugs = Array.from({ length: 1000 }, (_, index) => `shop-${index}`);
  const answers = await Promise.all(slugs.map((value) => resolver.resolve({ kind: 'slug', value })));
  expect(answers.map(({ slug }) => slug)).toEqual(slugs);
  expect(cache.size).toBe(10);
});

test('keys are tenant:v1:{uuid|slug|host}:{value}, so that a slug is no host', async () => {
  const kept: string[] = [];
  const cache: TenantCache = { get: () => undefined, set: (key) => void kept.push(key), delete: () => {} };
  const resolver = new CachingTenantResolver({ loader: loaderOf(), cache });
  for (const name of names) await resolver.resolve(name);
  expect(kept).toEqual([`tenant:v1:uuid:${shop.id}`, 'tenant:v1:slug:shop', 'tenant:v1:host:shop.example']);
});

test('the tenant is shared and frozen to the bottom', async () => {
  const resolver = new CachingTenantResolver({ loader: loaderOf() });
  const [one, other] = await Promise.all([resolver.resolve(bySlug), resolver.resolve(bySlug)]);
  expect(one).toBe(other);
  expect(await resolver.resolve(bySlug)).toBe(one);
  expect(() => Object.assign(one, { name: 'Mine' })).toThrow(TypeError);
  expect(() => (one.settings['colours'] as string[]).push('blue')).toThrow(TypeError);
});

test('a caller that goes away cancels nobody else', async () => {
  const gate = Promise.withResolvers<TenantContext>();
  const loader = loaderOf();
  loader.load.mockReturnValueOnce(gate.promise);
  const resolver = new CachingTenantResolver({ loader });
  const leaving = new AbortController();
  const first = resolver.resolve(bySlug, { signal: leaving.signal });
  const second = resolver.resolve(bySlug);
  leaving.abort(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  gate.resolve(structuredClone(shop));
  await expect(second).resolves.toEqual(shop);
});
