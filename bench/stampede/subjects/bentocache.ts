import { importPeer } from '../../../src/errors/index.ts';
import { cacheKey } from '../../../src/tenancy/index.ts';
import { type Subject, loadEntry } from './subject.ts';

export const bentocache: Subject = {
  name: 'bentocache',
  about: 'bentocache: getOrSet() on its memory driver',
  open: async ({ loader, ttlMs, capacity, loadTimeoutMs }) => {
    const { BentoCache, bentostore, memoryDriver } = await importPeer('bentocache', 'Comparing it', load);
    const store = bentostore().useL1Layer(memoryDriver({ maxItems: capacity }));
    const cache = new BentoCache({ default: 'tenants', stores: { tenants: store } });
    const bounds = loadTimeoutMs === undefined ? {} : { hardTimeout: loadTimeoutMs };
    return {
      get: (identifier) =>
        cache.getOrSet({
          key: cacheKey(identifier),
          ttl: ttlMs,
          factory: () => loadEntry(loader, identifier),
          ...bounds,
        }),
      drop: (identifier) => cache.delete({ key: cacheKey(identifier) }),
      close: () => cache.disconnectAll(),
    };
  },
};

async function load() {
  const [{ BentoCache, bentostore }, { memoryDriver }] = await Promise.all([
    import('bentocache'),
    import('bentocache/drivers/memory'),
  ]);
  return { BentoCache, bentostore, memoryDriver };
}
