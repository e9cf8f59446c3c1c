import { expect, test } from 'vitest';
import { cacheKey } from './cache-key.ts';
import { KeyTable } from './key-table.ts';

test('gives the cache key, also where one value is of several kinds', () => {
  const keys = new KeyTable();
  for (const kind of ['uuid', 'slug', 'host', 'slug'] as const)
    expect(keys.keyOf({ kind, value: 'shop' })).toBe(cacheKey({ kind, value: 'shop' }));
});

test('remembers no more than its capacity of a kind', () => {
  const keys = new KeyTable(10);
  for (let tenant = 0; tenant < 1000; tenant += 1) {
    const identifier = { kind: 'slug', value: `shop-${tenant}` } as const;
    expect(keys.keyOf(identifier)).toBe(cacheKey(identifier));
    expect(keys.size).toBeLessThanOrEqual(10);
  }
});
