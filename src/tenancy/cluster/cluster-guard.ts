/** Which keys another instance has changed; `all` when word of some may have been missed. */
export type Invalidated = readonly string[] | 'all';

/** What a guard has done since it was opened. */
export interface ClusterStats {
  /** Loads made here. */
  readonly loaded: number;
  /** Loads that another instance made. */
  readonly shared: number;
  /** Loads for which it was told to wait for another instance, however the wait ended. */
  readonly waited: number;
  /** Loads made here without asking anybody, because the guard or the other's load failed. */
  readonly alone: number;
  /** Questions to the shared place that failed. */
  readonly failures: number;
}

/**
 * What the instances of one service have in common: one load of a key for all of them, and word of what one has invalidated.
 * A guard that fails costs a load in each instance, never an answer. Made by `advisoryLockGuard` or `redisGuard`.
 * Disposing keeps nobody waiting: what it claimed is given up, and its callers who wait for another instance load by themselves.
 */
export interface ClusterGuard extends AsyncDisposable {
  /**
   * The text that `load` gives, or that another instance has just loaded. Calls `load` once at most; rejects with its error,
   * or with the signal's reason.
   */
  share(key: string, load: () => Promise<string>, signal: AbortSignal): Promise<string>;
  /** Takes back what is shared of these keys and tells the other instances; word that cannot be sent now is sent when it can be. */
  invalidate(keys: readonly string[]): void;
  /** Calls back with what others invalidated, until the returned function is called. */
  onInvalidated(listener: (invalidated: Invalidated) => void): () => void;
  stats(): ClusterStats;
}

/** How instances share, in milliseconds. */
export interface SharingTimes {
  /** How long a loaded value is handed to instances that ask later; it adds to the time that a stale one may live. Default 1000. */
  readonly shareMs?: number;
  /** How long one instance waits for another's load before it loads by itself. Default 2000. */
  readonly waitMs?: number;
  /** How long an answer of the shared place is awaited before the instance loads by itself. Default 250. */
  readonly patienceMs?: number;
  /** After how long it is first looked whether an instance that loads has died, then up to 8 times more seldom. Default 50. */
  readonly pollMs?: number;
}
