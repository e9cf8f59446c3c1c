import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CacheEntry, readEntry, removeEntry } from '../cache/cache-entry.ts';
import type { ClusterFacts } from './prepare-cluster.ts';

/** A prepared cluster, and the migrations whose templates it holds. */
export interface TemplatedFacts extends ClusterFacts {
  /** Hashes of the templates' migrations. */
  readonly templates: readonly string[];
}

const minuteMs = 60_000;

/** The prepared cluster that the last run left with templates in it; the bare one where there is none. */
export function latestCluster(
  cache: string,
  base: CacheEntry<ClusterFacts>,
  now: number = Date.now(),
): CacheEntry<TemplatedFacts> {
  for (const name of templatedClusters(cache, base, now)) {
    const entry = readEntry<TemplatedFacts>(join(cache, name));
    if (entry !== undefined) return entry;
  }
  return { ...base, facts: { ...base.facts, templates: [] } };
}

/** What a templated cluster of this base is called when it holds what `hash` stands for. */
export function templatedName(base: CacheEntry<ClusterFacts>, hash: string): string {
  return `${basename(dirname(base.content))}t${hash}`;
}

/** Removes templated clusters before the latest one; those that a server may be starting from are left for the next time. */
export function removeSuperseded(cache: string, base: CacheEntry<ClusterFacts>, now: number = Date.now()): void {
  for (const name of templatedClusters(cache, base, now).slice(1)) {
    const folder = join(cache, name);
    if (now - modifiedAt(folder, now) > minuteMs) removeEntry(folder);
  }
}

/** The latest first. */
function templatedClusters(cache: string, base: CacheEntry<ClusterFacts>, now: number): string[] {
  const prefix = templatedName(base, '');
  return readdirSync(cache)
    .filter((name) => name.startsWith(prefix) && !name.includes('.'))
    .toSorted((one, other) => modifiedAt(join(cache, other), now) - modifiedAt(join(cache, one), now));
}

/** What a clock that was ahead has dated counts as the oldest: it would be the latest for ever. */
function modifiedAt(folder: string, now: number): number {
  const { mtimeMs = 0 } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  return mtimeMs > now + minuteMs ? 0 : mtimeMs;
}
