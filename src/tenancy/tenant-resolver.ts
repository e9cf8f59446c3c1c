import { z } from 'zod';
import { callable, checkConfiguration, milliseconds, objectWith, withMethods } from '../configuration/index.ts';
import { type TenantNames, cacheKey, cacheKeysOf } from './cache-key.ts';
import type { Caller } from './flight.ts';
import type { TenantIdentifier } from './identifier.ts';
import { Singleflight } from './singleflight.ts';
import { type TenantCache, inProcessCache } from './tenant-cache.ts';
import type { TenantContext } from './tenant-context.ts';
import type { TenantLoader } from './tenant-loader.ts';
import { TenantOutcome } from './tenant-outcome.ts';
import { type TimeToLive, defaultTimeToLive, timeToLive } from './time-to-live.ts';

/** What a resolver has done since it was made: callers that entered, how they were answered, and what went wrong with the cache. */
export interface ResolverStats {
  readonly entered: number;
  readonly hits: number;
  readonly loads: number;
  readonly shared: number;
  readonly cacheFailures: number;
  readonly corruptEntries: number;
}

/** Finds the tenant that a request names: one resolver a process, never one a request. */
export interface TenantResolver {
  /** The active tenant; rejects with `NotFoundError`, `ForbiddenError` (inactive), or the loader's own error. */
  resolve(identifier: TenantIdentifier, caller?: Caller): Promise<TenantContext>;
  /** Drops what is cached and fences what is being loaded under any name of these tenants. Call it after COMMIT. */
  invalidate(...tenants: TenantNames[]): void;
  stats(): ResolverStats;
}

/** The parts of the resolver; each can be replaced. */
export interface TenantResolverOptions {
  readonly loader: TenantLoader;
  readonly cache?: TenantCache;
  readonly flights?: Pick<Singleflight<TenantOutcome>, 'run' | 'forget' | 'has'>;
  readonly loadTimeoutMs?: number;
  readonly ttl?: TimeToLive;
  readonly random?: () => number;
}

/** The parts that may be left out. */
export const resolverParts = {
  cache: withMethods('get', 'set', 'delete').optional(),
  flights: withMethods('run', 'forget', 'has').optional(),
  loadTimeoutMs: milliseconds.optional(),
  ttl: objectWith({
    positiveMs: milliseconds,
    negativeMs: milliseconds,
    jitter: z.custom<number>(
      (value) => typeof value === 'number' && value >= 0 && value < 1,
      'must be a number from 0 to below 1',
    ),
  }).optional(),
  random: callable.optional(),
};
export const resolverLoader = withMethods('load');

const optionsSchema = objectWith({ loader: resolverLoader, ...resolverParts });

/** The resolver of the specification: cache first, then one shared load a key. */
export class CachingTenantResolver implements TenantResolver {
  readonly #loader: TenantLoader;
  readonly #cache: TenantCache;
  readonly #flights: Pick<Singleflight<TenantOutcome>, 'run' | 'forget' | 'has'>;
  readonly #ttl: TimeToLive;
  readonly #random: () => number;
  readonly #stats = { entered: 0, hits: 0, loads: 0, shared: 0, cacheFailures: 0, corruptEntries: 0 };

  constructor(options: TenantResolverOptions) {
    checkConfiguration(optionsSchema, 'The configuration of the tenant resolver', options);
    this.#loader = options.loader;
    this.#cache = options.cache ?? inProcessCache();
    this.#flights = options.flights ?? new Singleflight({ timeoutMs: options.loadTimeoutMs ?? 5000 });
    this.#ttl = options.ttl ?? defaultTimeToLive;
    this.#random = options.random ?? Math.random;
  }

  resolve(identifier: TenantIdentifier, caller?: Caller): Promise<TenantContext> {
    this.#stats.entered += 1;
    const key = cacheKey(identifier);
    const cached = this.#read(key, identifier);
    // The load is a method of its own: its closures would cost every hit an allocation.
    if (cached === undefined) return this.#share(key, identifier, caller);
    this.#stats.hits += 1;
    return cached.serve(identifier);
  }

  invalidate(...tenants: TenantNames[]): void {
    for (const key of tenants.flatMap(cacheKeysOf)) {
      this.#flights.forget(key);
      this.#guard(() => this.#cache.delete(key));
    }
  }

  stats(): ResolverStats {
    return { ...this.#stats };
  }

  async #share(key: string, identifier: TenantIdentifier, caller?: Caller): Promise<TenantContext> {
    if (this.#flights.has(key)) this.#stats.shared += 1;
    const load = (signal: AbortSignal) => this.#load(identifier, signal);
    const outcome = await this.#flights.run(key, { load, keep: (loaded) => this.#keep(key, loaded) }, caller);
    return outcome.serve(identifier);
  }

  async #load(identifier: TenantIdentifier, signal: AbortSignal): Promise<TenantOutcome> {
    this.#stats.loads += 1;
    return new TenantOutcome(await this.#loader.load(identifier, signal));
  }

  #keep(key: string, outcome: TenantOutcome): void {
    this.#guard(() => this.#cache.set(key, outcome, timeToLive(outcome.isFound, this.#ttl, this.#random)));
  }

  #read(key: string, identifier: TenantIdentifier): TenantOutcome | undefined {
    let cached: unknown;
    try {
      cached = this.#cache.get(key);
    } catch {
      this.#stats.cacheFailures += 1;
    }
    return cached instanceof TenantOutcome || cached === undefined
      ? cached
      : this.#readForeign(cached, key, identifier);
  }

  #readForeign(cached: unknown, key: string, identifier: TenantIdentifier): TenantOutcome | undefined {
    const outcome = TenantOutcome.read(cached, identifier);
    if (outcome === undefined) {
      this.#stats.corruptEntries += 1;
      this.#guard(() => this.#cache.delete(key));
    }
    return outcome;
  }

  /** A cache that fails costs a load, never an answer. */
  #guard<T>(use: () => T): T | undefined {
    try {
      return use();
    } catch {
      this.#stats.cacheFailures += 1;
      return undefined;
    }
  }
}
