import { cacheKey } from '../../../src/tenancy/index.ts';
import { type Entry, type Subject, loadEntry } from './subject.ts';

/** The control: a cache that whoever misses fills, as most are first written. */
export const naive: Subject = {
  name: 'naive',
  about: 'a Map with a time to live; whoever misses loads',
  open: async ({ loader, ttlMs }) => {
    const entries = new Map<string, { readonly entry: Entry; readonly until: number }>();
    return {
      get: async (identifier) => {
        const key = cacheKey(identifier);
        const kept = entries.get(key);
        if (kept !== undefined && kept.until > performance.now()) return kept.entry;
        const entry = await loadEntry(loader, identifier);
        entries.set(key, { entry, until: performance.now() + ttlMs });
        return entry;
      },
      drop: (identifier) => entries.delete(cacheKey(identifier)),
    };
  },
};
