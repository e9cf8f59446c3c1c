import { z } from 'zod';
import { callable, checkConfiguration, milliseconds, objectWith, withMethods } from '../configuration/index.ts';
import { type TenantNames, cacheKeysOf } from './cache-key.ts';
import type { ClusterGuard, Invalidated } from './cluster/index.ts';
import type { Caller } from './flight.ts';
import type { TenantIdentifier } from './identifier.ts';
import { KeyTable } from './key-table.ts';
import { Singleflight } from './singleflight.ts';
import { type StaleServing, StaleWindows, staleServing } from './stale-serving.ts';
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
  /** Answered by a tenant past its time. */
  readonly stale: number;
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
  /** Serves active tenants past their time. Off by default. */
  readonly stale?: StaleServing;
  /** The clock that cache entries expire by, in milliseconds; only `stale` reads it. Default `performance.now`. */
  readonly now?: () => number;
  /** Shares loads and invalidations with other instances; whoever opened it disposes of it. */
  readonly cluster?: ClusterGuard;
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
  stale: staleServing.optional(),
  now: callable.optional(),
  cluster: withMethods('share', 'invalidate', 'onInvalidated').optional(),
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
  readonly #keys = new KeyTable();
  readonly #stale: StaleWindows | undefined;
  readonly #cluster: ClusterGuard | undefined;
  /** Grows when everything is invalidated: what was being loaded then is not kept. */
  #era = 0;
  readonly #stats = { entered: 0, hits: 0, loads: 0, shared: 0, stale: 0, cacheFailures: 0, corruptEntries: 0 };

  constructor(options: TenantResolverOptions) {
    checkConfiguration(optionsSchema, 'The configuration of the tenant resolver', options);
    this.#loader = options.loader;
    this.#cache = options.cache ?? inProcessCache();
    this.#flights = options.flights ?? new Singleflight({ timeoutMs: options.loadTimeoutMs ?? 5000 });
    this.#ttl = options.ttl ?? defaultTimeToLive;
    this.#random = options.random ?? Math.random;
    if (options.stale !== undefined)
      this.#stale = new StaleWindows(options.stale, options.now ?? (() => performance.now()));
    this.#cluster = options.cluster;
    this.#cluster?.onInvalidated((invalidated) => this.#forget(invalidated));
  }

  resolve(identifier: TenantIdentifier, caller?: Caller): Promise<TenantContext> {
    this.#stats.entered += 1;
    const key = this.#keys.keyOf(identifier);
    const cached = this.#read(key, identifier);
    // The load is a method of its own: its closures would cost every hit an allocation.
    if (cached === undefined) return this.#share(key, identifier, caller);
    if (this.#stale !== undefined) return this.#serveKept(cached, key, identifier, caller, this.#stale);
    this.#stats.hits += 1;
    return cached.serve(identifier);
  }

  invalidate(...tenants: TenantNames[]): void {
    const keys = tenants.flatMap(cacheKeysOf);
    this.#forget(keys);
    this.#cluster?.invalidate(keys);
  }

  stats(): ResolverStats {
    return { ...this.#stats };
  }

  #serveKept(
    cached: TenantOutcome,
    key: string,
    identifier: TenantIdentifier,
    caller: Caller | undefined,
    stale: StaleWindows,
  ): Promise<TenantContext> {
    const use = stale.useOf(cached);
    if (use === 'none') return this.#share(key, identifier, caller);
    if (use === 'fallback') return this.#serveUnlessRenewed(cached, key, identifier, caller, stale);
    if (use === 'fresh') this.#stats.hits += 1;
    else {
      this.#stats.stale += 1;
      if (!this.#flights.has(key)) this.#run(key, identifier).catch(() => stale.renewalFailed(cached));
    }
    return cached.serve(identifier);
  }

  async #serveUnlessRenewed(
    cached: TenantOutcome,
    key: string,
    identifier: TenantIdentifier,
    caller: Caller | undefined,
    stale: StaleWindows,
  ): Promise<TenantContext> {
    let renewed: TenantOutcome;
    try {
      renewed = await this.#run(key, identifier, caller);
    } catch (error) {
      if (caller?.signal?.aborted === true) throw error;
      stale.renewalFailed(cached);
      this.#stats.stale += 1;
      return cached.serve(identifier);
    }
    return renewed.serve(identifier);
  }

  async #share(key: string, identifier: TenantIdentifier, caller?: Caller): Promise<TenantContext> {
    if (this.#flights.has(key)) this.#stats.shared += 1;
    const outcome = await this.#run(key, identifier, caller);
    return outcome.serve(identifier);
  }

  #run(key: string, identifier: TenantIdentifier, caller?: Caller): Promise<TenantOutcome> {
    const era = this.#era;
    const load = (signal: AbortSignal) =>
      this.#cluster === undefined
        ? this.#load(identifier, signal)
        : this.#loadForAll(key, identifier, signal, this.#cluster);
    const keep = (loaded: TenantOutcome): void => {
      if (era === this.#era) this.#keep(key, loaded);
    };
    return this.#flights.run(key, { load, keep }, caller);
  }

  async #load(identifier: TenantIdentifier, signal: AbortSignal): Promise<TenantOutcome> {
    this.#stats.loads += 1;
    return new TenantOutcome(await this.#loader.load(identifier, signal));
  }

  async #loadForAll(
    key: string,
    identifier: TenantIdentifier,
    signal: AbortSignal,
    cluster: ClusterGuard,
  ): Promise<TenantOutcome> {
    let own: TenantOutcome | undefined;
    const load = async (): Promise<string> => JSON.stringify((own = await this.#load(identifier, signal)));
    const text = await cluster.share(key, load, signal);
    return own ?? TenantOutcome.parse(text, identifier) ?? this.#load(identifier, signal);
  }

  #keep(key: string, outcome: TenantOutcome): void {
    const ttlMs = timeToLive(outcome.isFound, this.#ttl, this.#random);
    const keepMs = this.#stale?.keepMs(outcome, ttlMs) ?? ttlMs;
    this.#guard(() => this.#cache.set(key, outcome, keepMs));
  }

  #forget(invalidated: Invalidated): void {
    if (invalidated === 'all') {
      this.#era += 1;
      this.#guard(() => this.#cache.clear?.());
      return;
    }
    for (const key of invalidated) {
      this.#flights.forget(key);
      this.#guard(() => this.#cache.delete(key));
    }
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
