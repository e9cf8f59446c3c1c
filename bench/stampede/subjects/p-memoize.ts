import { LRUCache } from 'lru-cache';
import { importPeer } from '../../../src/errors/index.ts';
import { cacheKey } from '../../../src/tenancy/index.ts';
import type { TenantIdentifier } from '../../../src/index.ts';
import { type Entry, type Subject, loadEntry } from './subject.ts';

/** It brings no time to live of its own: its documentation says to bring the storage. */
export const pMemoize: Subject = {
  name: 'p-memoize',
  about: 'p-memoize over a storage with a time to live',
  open: async ({ loader, ttlMs, capacity }) => {
    const { default: memoize } = await importPeer('p-memoize', 'Comparing it', () => import('p-memoize'));
    const cache = new LRUCache<string, Entry>({ max: capacity, ttl: ttlMs });
    const get = memoize((identifier: TenantIdentifier): Promise<Entry> => loadEntry(loader, identifier), {
      cacheKey: ([identifier]): string => cacheKey(identifier),
      cache,
    });
    return { get: (identifier) => get(identifier), drop: (identifier) => cache.delete(cacheKey(identifier)) };
  },
};
