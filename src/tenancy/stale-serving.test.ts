import { describe, expect, test, vi } from 'vitest';
import type { StaleServing } from './stale-serving.ts';
import { inProcessCache } from './tenant-cache.ts';
import type { TenantContext } from './tenant-context.ts';
import { CachingTenantResolver } from './tenant-resolver.ts';

const shop: TenantContext = {
  id: '018f2a00-0000-7000-8000-000000000001',
  name: 'Shop',
  slug: 'shop',
  domain: null,
  settings: {},
  defaultLocale: 'en',
  isActive: true,
};
const renamed = { ...shop, name: 'Renamed' };
const bySlug = { kind: 'slug', value: 'shop' } as const;
const ttlMs = 1000;

/** A resolver on a clock of its own; entries live for 1000 ms. */
function staleResolver(stale?: StaleServing) {
  let time = 0;
  const now = () => time;
  const loader = { load: vi.fn((): Promise<TenantContext | null> => Promise.resolve(structuredClone(shop))) };
  const resolver = new CachingTenantResolver({
    loader,
    cache: inProcessCache({ now: () => time + 1 }),
    now,
    ttl: { positiveMs: ttlMs, negativeMs: ttlMs, jitter: 0 },
    ...(stale === undefined ? {} : { stale }),
  });
  return { resolver, loader, pass: (ms: number) => void (time += ms), resolve: () => resolver.resolve(bySlug) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('while revalidating', () => {
  test('a tenant past its time is served at once, and one load renews it', async () => {
    const { resolver, loader, resolve, pass } = staleResolver({ whileRevalidatingMs: 500 });
    await resolve();
    pass(ttlMs + 1);
    const gate = Promise.withResolvers<TenantContext>();
    loader.load.mockReturnValueOnce(gate.promise);
    const told = await Promise.all(Array.from({ length: 1000 }, resolve));
    expect(told.every(({ name }) => name === 'Shop')).toBe(true);
    expect(loader.load).toHaveBeenCalledTimes(2);
    expect(resolver.stats()).toMatchObject({ stale: 1000 });
    gate.resolve({ ...renamed });
    await settled();
    await expect(resolve()).resolves.toMatchObject({ name: 'Renamed' });
    expect(loader.load).toHaveBeenCalledTimes(2);
  });

  test('past the window a caller waits for the load', async () => {
    const { loader, resolve, pass } = staleResolver({ whileRevalidatingMs: 500 });
    await resolve();
    loader.load.mockResolvedValue({ ...renamed });
    pass(ttlMs + 501);
    await expect(resolve()).resolves.toMatchObject({ name: 'Renamed' });
  });

  test('a renewal that fails is tried again after a pause, by one caller', async () => {
    const { loader, resolve, pass } = staleResolver({ whileRevalidatingMs: 5000, retryMs: 100 });
    await resolve();
    pass(ttlMs + 1);
    loader.load.mockRejectedValue(new Error('the database is down'));
    for (let call = 0; call < 10; call += 1) {
      await expect(resolve()).resolves.toMatchObject({ name: 'Shop' });
      await settled();
    }
    expect(loader.load).toHaveBeenCalledTimes(2);
    pass(101);
    await resolve();
    expect(loader.load).toHaveBeenCalledTimes(3);
  });

  test.each([
    ['an unknown tenant', null, 'TENANT_NOT_FOUND'],
    ['an inactive tenant', { ...shop, isActive: false }, 'TENANT_INACTIVE'],
  ])('%s is never served past its time', async (_, answer, code) => {
    const { loader, resolve, pass } = staleResolver({ whileRevalidatingMs: 5000, onErrorMs: 5000 });
    loader.load.mockResolvedValueOnce(answer);
    await expect(resolve()).rejects.toMatchObject({ code });
    pass(ttlMs + 1);
    await expect(resolve()).resolves.toMatchObject({ name: 'Shop' });
  });

  test('an invalidation drops what is past its time too', async () => {
    const { resolver, loader, resolve, pass } = staleResolver({ whileRevalidatingMs: 5000, onErrorMs: 5000 });
    await resolve();
    pass(ttlMs + 1);
    resolver.invalidate(shop);
    loader.load.mockResolvedValueOnce({ ...shop, isActive: false });
    await expect(resolve()).rejects.toMatchObject({ code: 'TENANT_INACTIVE' });
  });
});

describe('when the load fails', () => {
  const down = new Error('the database is down');

  test('a tenant past its time is served to every caller of the load', async () => {
    const { loader, resolve, pass } = staleResolver({ onErrorMs: 500 });
    await resolve();
    pass(ttlMs + 1);
    loader.load.mockRejectedValue(down);
    const told = await Promise.all(Array.from({ length: 1000 }, resolve));
    expect(told.every(({ name }) => name === 'Shop')).toBe(true);
    expect(loader.load).toHaveBeenCalledTimes(2);
  });

  test('past the window, and without the option, the error is told', async () => {
    for (const stale of [undefined, { onErrorMs: 500 }]) {
      const { loader, resolve, pass } = staleResolver(stale);
      await resolve();
      pass(ttlMs + 501);
      loader.load.mockRejectedValue(down);
      await expect(resolve()).rejects.toBe(down);
    }
  });

  test('the pause after a failure does not outlast the window', async () => {
    const { loader, resolve, pass } = staleResolver({ onErrorMs: 500, retryMs: 10_000 });
    await resolve();
    loader.load.mockRejectedValue(down);
    pass(ttlMs + 1);
    await resolve();
    pass(500);
    await expect(resolve()).rejects.toBe(down);
  });

  test('a tenant that is gone is not served from before', async () => {
    const { loader, resolve, pass } = staleResolver({ onErrorMs: 500 });
    await resolve();
    pass(ttlMs + 1);
    loader.load.mockResolvedValueOnce(null);
    await expect(resolve()).rejects.toMatchObject({ code: 'TENANT_NOT_FOUND' });
  });

  test('a caller that has gone is told its own reason', async () => {
    const { loader, resolver, resolve, pass } = staleResolver({ onErrorMs: 500 });
    await resolve();
    pass(ttlMs + 1);
    loader.load.mockReturnValueOnce(new Promise(() => {}));
    const leaving = new AbortController();
    const told = resolver.resolve(bySlug, { signal: leaving.signal });
    leaving.abort(new Error('gone'));
    await expect(told).rejects.toThrow('gone');
  });
});

test('an entry that a cache gives back as JSON keeps its end', async () => {
  let time = 0;
  const entries = new Map<string, string>();
  const loader = { load: vi.fn(() => Promise.resolve(structuredClone(shop))) };
  const resolver = new CachingTenantResolver({
    loader,
    cache: {
      get: (key) => (entries.has(key) ? JSON.parse(entries.get(key) ?? '') : undefined) as unknown,
      set: (key, outcome) => void entries.set(key, JSON.stringify(outcome)),
      delete: (key) => void entries.delete(key),
    },
    stale: { whileRevalidatingMs: 500 },
    now: () => time,
  });
  await resolver.resolve(bySlug);
  await resolver.resolve(bySlug);
  expect(loader.load).toHaveBeenCalledTimes(1);
  time = 330_001;
  await resolver.resolve(bySlug);
  expect(loader.load).toHaveBeenCalledTimes(2);
});

test.each([{ whileRevalidatingMs: -1 }, { onErrorMs: Number.NaN }, { retryMs: 'soon' }])('refuses %j', (stale) => {
  const loader = { load: () => Promise.resolve(null) };
  expect(() => new CachingTenantResolver({ loader, stale: stale as never })).toThrow(/stale/);
});
