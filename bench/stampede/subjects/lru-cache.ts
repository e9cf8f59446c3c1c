import { LRUCache } from 'lru-cache';
import { cacheKey } from '../../../src/tenancy/index.ts';
import type { TenantIdentifier } from '../../../src/index.ts';
import { type Entry, type Subject, loadEntry } from './subject.ts';

export const lruCache: Subject = {
  name: 'lru-cache',
  about: 'lru-cache: fetch() with a fetchMethod',
  open: async ({ loader, ttlMs, capacity }) => {
    const cache = new LRUCache<string, Entry, TenantIdentifier>({
      max: capacity,
      ttl: ttlMs,
      fetchMethod: (_key, _stale, { signal, context }) => loadEntry(loader, context, signal),
    });
    return {
      get: (identifier, signal) =>
        signal === undefined
          ? cache.fetch(cacheKey(identifier), { context: identifier })
          : cache.fetch(cacheKey(identifier), { context: identifier, signal }),
      drop: (identifier) => cache.delete(cacheKey(identifier)),
    };
  },
};
