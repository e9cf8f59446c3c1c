import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerUser } from '../server/server-user.ts';
import { fingerprint } from './fingerprint.ts';
import { handToCacheOwner } from './hand-over.ts';
import { markUsed, removeUnused } from './remove-unused.ts';

/** A folder of the cache that was complete when it got its name. */
export interface CacheEntry<Facts> {
  /** What was prepared. */
  readonly content: string;
  /** What its builder wants to know again, such as a version. */
  readonly facts: Facts;
  /** True when it was built just now. */
  readonly fresh: boolean;
}

export interface CacheEntrySource<Facts> {
  readonly cache: string;
  /** Names content that never changes: version and settings belong into it. */
  readonly name: string;
  readonly user: ServerUser | undefined;
  /** Makes `content`, a path that does not exist in a folder that the server's user can write to. */
  readonly build: (content: string) => Promise<Facts>;
}

interface Manifest<Facts> {
  readonly fingerprint: string;
  readonly facts: Facts;
}

/** Returns the entry of that name, building it first where it is missing or damaged. Runners that build it at once all get a complete one. */
export async function cacheEntry<Facts>(source: CacheEntrySource<Facts>): Promise<CacheEntry<Facts>> {
  const folder = join(source.cache, source.name);
  const present = readEntry<Facts>(folder);
  if (present !== undefined) {
    markUsed(folder);
    return present;
  }
  removeEntry(folder);
  removeUnused(source.cache);

  const building = join(source.cache, `.building-${source.name}-${randomBytes(6).toString('hex')}`);
  mkdirSync(building, { mode: 0o700 });
  try {
    if (source.user !== undefined) chownSync(building, source.user.uid, source.user.gid);
    const content = join(building, 'content');
    const facts = await source.build(content);
    handToCacheOwner(building, source.user);
    const manifest: Manifest<Facts> = { fingerprint: fingerprint(content), facts };
    writeFileSync(join(building, 'manifest.json'), JSON.stringify(manifest), { mode: 0o600 });
    return publish<Facts>(building, folder);
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/** Takes a damaged entry out of the way in one step, so that nobody sees half of it. */
export function removeEntry(folder: string): void {
  const aside = `${folder}.removed-${randomBytes(6).toString('hex')}`;
  try {
    renameSync(folder, aside);
  } catch {
    return;
  }
  rmSync(aside, { recursive: true, force: true });
}

function publish<Facts>(building: string, folder: string): CacheEntry<Facts> {
  try {
    renameSync(building, folder);
  } catch (error) {
    const winner = readEntry<Facts>(folder);
    if (winner === undefined) throw error;
    return winner;
  }
  const entry = readEntry<Facts>(folder);
  if (entry === undefined) throw new Error(`The cache entry ${folder} changed while it was being published.`);
  return { ...entry, fresh: true };
}

/** The entry in that folder; undefined when it is missing or damaged. */
export function readEntry<Facts>(folder: string): CacheEntry<Facts> | undefined {
  const content = join(folder, 'content');
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest<Facts>;
    return manifest.fingerprint === fingerprint(content) ? { content, facts: manifest.facts, fresh: false } : undefined;
  } catch {
    return undefined;
  }
}
