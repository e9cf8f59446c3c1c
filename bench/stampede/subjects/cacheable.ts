import { importPeer } from '../../../src/errors/index.ts';
import { cacheKey } from '../../../src/tenancy/index.ts';
import { type Subject, loadEntry } from './subject.ts';

/** With `throwErrors`: by default a failed load resolves to undefined. */
export const cacheable: Subject = {
  name: 'cacheable',
  about: 'cacheable: getOrSet() in memory, throwErrors on',
  open: async ({ loader, ttlMs }) => {
    const { Cacheable } = await importPeer('cacheable', 'Comparing it', () => import('cacheable'));
    const cache = new Cacheable();
    // Unheard, its event ends the process.
    cache.on('error', () => undefined);
    return {
      get: (identifier) =>
        cache.getOrSet(cacheKey(identifier), () => loadEntry(loader, identifier), { ttl: ttlMs, throwErrors: true }),
      drop: (identifier) => cache.delete(cacheKey(identifier)),
      close: () => cache.disconnect(),
    };
  },
};
