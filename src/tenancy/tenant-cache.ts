import { LRUCache } from 'lru-cache';
import { callable, checkConfiguration, objectWith, wholeNumber } from '../configuration/index.ts';
import type { TenantOutcome } from './tenant-outcome.ts';

/** A store of outcomes with a time to live. It may throw and may give back rubbish: the resolver then loads. */
export interface TenantCache {
  get(key: string): unknown;
  set(key: string, outcome: TenantOutcome, ttlMs: number): void;
  delete(key: string): void;
  /** Drops everything; without it, what other instances invalidated while this one could not hear lives to the end of its time. */
  clear?(): void;
}

// The cache sets aside room for all of them at once.
const mostEntries = 2 ** 24;
const optionsSchema = objectWith({ capacity: wholeNumber(1, mostEntries).optional(), now: callable.optional() });

/** Keeps the `capacity` outcomes used last, in this process. */
export function inProcessCache(
  options: { capacity?: number; now?: () => number } = {},
): TenantCache & { readonly size: number } {
  checkConfiguration(optionsSchema, 'The configuration of the tenant cache', options);
  const entries = new LRUCache<string, TenantOutcome>({
    max: options.capacity ?? 10_000,
    ttl: 300_000,
    // The clock is read for every hit. With its default, lru-cache reads it once a millisecond and sets a timer to forget what it
    // read: under load that costs a hit ten times what the clock does, and an entry lives a little past its time.
    ttlResolution: 0,
    ...(options.now === undefined ? {} : { perf: { now: options.now } }),
  });
  return {
    get: (key) => entries.get(key),
    set: (key, outcome, ttlMs) => void entries.set(key, outcome, { ttl: ttlMs }),
    delete: (key) => void entries.delete(key),
    clear: () => entries.clear(),
    get size() {
      return entries.size;
    },
  };
}
