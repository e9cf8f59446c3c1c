import { expect, test } from 'vitest';
import type { TenantLoader } from '../../../src/index.ts';
import { everyResolver, subjectNamed } from './index.ts';

const acme = {
  id: '6f1c2c7e-3f1e-4a63-9b43-0a4ff4a0b111',
  name: 'Acme',
  slug: 'acme',
  domain: null,
  settings: {},
  defaultLocale: 'en',
  isActive: true,
};
const identifier = { kind: 'slug', value: 'acme' } as const;
const cached = everyResolver.filter((name) => name !== 'constant');

function countingLoader() {
  let loads = 0;
  const loader: TenantLoader = {
    load: async ({ value }) => {
      loads += 1;
      return value === 'acme' ? acme : null;
    },
  };
  return { loader, loads: () => loads };
}

test.each(cached)('%s finds a tenant with one load, keeps it, and loads again when it was dropped', async (name) => {
  const { loader, loads } = countingLoader();
  const lookUp = await subjectNamed(name).open({ loader, ttlMs: 60_000, capacity: 100 });
  expect(await lookUp.get(identifier)).toMatchObject({ slug: 'acme' });
  expect(await lookUp.get(identifier)).toMatchObject({ slug: 'acme' });
  expect(loads()).toBe(1);
  await lookUp.drop(identifier);
  expect(await lookUp.get(identifier)).toMatchObject({ slug: 'acme' });
  expect(loads()).toBe(2);
  await lookUp.close?.();
});

test.each(cached)('%s keeps the absence of a tenant', async (name) => {
  const { loader, loads } = countingLoader();
  const lookUp = await subjectNamed(name).open({ loader, ttlMs: 60_000, capacity: 100 });
  const ask = () =>
    Promise.resolve(lookUp.get({ kind: 'slug', value: 'nobody' })).catch(({ code }: Error & { code: string }) => code);
  const answers = [await ask(), await ask()];
  expect(answers.every((answer) => answer === 'TENANT_NOT_FOUND' || (answer as { absent?: boolean }).absent)).toBe(
    true,
  );
  expect(loads()).toBe(1);
  await lookUp.close?.();
});

test.each(cached)('%s takes the time to live of the case that expires', async (name) => {
  const { loader } = countingLoader();
  const lookUp = await subjectNamed(name).open({ loader, ttlMs: 200, capacity: 100 });
  expect(await lookUp.get(identifier)).toMatchObject({ slug: 'acme' });
  await lookUp.close?.();
});

test('a resolver that there is not is refused with those that there are', () => {
  expect(() => subjectNamed('keyv')).toThrow(/There is no resolver keyv; there are reference, reference-stale, naive/);
});

test.each([
  ['./nowhere.js', /cannot be loaded/],
  ['./bench/statistics.ts', /it exports no function createResolver/],
])('a module that is no resolver says what it lacks: %s', async (path, why) => {
  const { loader } = countingLoader();
  await expect(subjectNamed(path).open({ loader, ttlMs: 1, capacity: 1 })).rejects.toThrow(why);
});
