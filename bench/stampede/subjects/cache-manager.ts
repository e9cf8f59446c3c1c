import { importPeer } from '../../../src/errors/index.ts';
import { cacheKey } from '../../../src/tenancy/index.ts';
import { type Subject, loadEntry } from './subject.ts';

export const cacheManager: Subject = {
  name: 'cache-manager',
  about: 'cache-manager: wrap() in memory',
  open: async ({ loader, ttlMs }) => {
    const { createCache } = await importPeer('cache-manager', 'Comparing it', () => import('cache-manager'));
    const cache = createCache({ ttl: ttlMs });
    return {
      get: (identifier) => cache.wrap(cacheKey(identifier), () => loadEntry(loader, identifier)),
      drop: (identifier) => cache.del(cacheKey(identifier)),
      close: () => cache.disconnect(),
    };
  },
};
