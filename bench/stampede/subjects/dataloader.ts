import { LRUCache } from 'lru-cache';
import { importPeer } from '../../../src/errors/index.ts';
import { cacheKey } from '../../../src/tenancy/index.ts';
import type { TenantIdentifier } from '../../../src/index.ts';
import { type Entry, type Subject, loadEntry } from './subject.ts';

/** Meant for one request; kept for all of them here, as some do, over a map of promises with a time to live. */
export const dataloader: Subject = {
  name: 'dataloader',
  about: 'dataloader without batching, over a map with a time to live',
  open: async ({ loader, ttlMs, capacity }) => {
    const { default: DataLoader } = await importPeer('dataloader', 'Comparing it', () => import('dataloader'));
    const load = async (identifier: TenantIdentifier): Promise<Entry | Error> => {
      try {
        return await loadEntry(loader, identifier);
      } catch (error) {
        // It takes nothing but errors for a failure.
        return error instanceof Error ? error : new Error(String(error));
      }
    };
    const lookUps = new DataLoader<TenantIdentifier, Entry, string>(
      (identifiers) => Promise.all(identifiers.map(load)),
      {
        batch: false,
        cacheKeyFn: cacheKey,
        cacheMap: new LRUCache<string, Promise<Entry>>({ max: capacity, ttl: ttlMs }),
      },
    );
    return {
      get: (identifier) => lookUps.load(identifier),
      drop: (identifier) => lookUps.clear(identifier),
    };
  },
};
