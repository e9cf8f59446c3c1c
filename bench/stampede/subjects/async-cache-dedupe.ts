import { importPeer } from '../../../src/errors/index.ts';
import { cacheKey } from '../../../src/tenancy/index.ts';
import type { TenantIdentifier } from '../../../src/index.ts';
import { type Entry, type Subject, loadEntry } from './subject.ts';

export const asyncCacheDedupe: Subject = {
  name: 'async-cache-dedupe',
  about: 'async-cache-dedupe: define() on its memory storage, its time to live in whole seconds',
  open: async ({ loader, ttlMs, capacity }) => {
    const { createCache } = await importPeer('async-cache-dedupe', 'Comparing it', () => import('async-cache-dedupe'));
    // It counts in whole seconds.
    const ttl = Math.max(1, Math.round(ttlMs / 1000));
    const cache = createCache({ ttl, storage: { type: 'memory', options: { size: capacity } } }).define(
      'tenant',
      { serialize: cacheKey },
      (identifier: TenantIdentifier): Promise<Entry> => loadEntry(loader, identifier),
    );
    return {
      get: (identifier) => cache.tenant(identifier),
      drop: (identifier) => cache.clear('tenant', identifier),
    };
  },
};
