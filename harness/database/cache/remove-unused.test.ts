import { existsSync, mkdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { markUsed, removeUnused } from './remove-unused.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const dayMs = 86_400_000;

/** An entry of the cache that was used last so many days ago. */
function entry(cache: string, name: string, ageDays: number): string {
  const path = join(cache, name);
  mkdirSync(path);
  utimesSync(path, now / 1000 - ageDays * 86_400, now / 1000 - ageDays * 86_400);
  return path;
}

describe('removeUnused', () => {
  it('removes what was not used for a month, and leaves what was', () => {
    using cache = scratchFolder();
    const [old, used] = [entry(cache.path, 'cluster-old', 31), entry(cache.path, 'cluster-used', 29)];
    removeUnused(cache.path, now);
    expect([existsSync(old), existsSync(used)]).toEqual([false, true]);
  });

  it('lets what a clock that was ahead has dated age from now on', () => {
    using cache = scratchFolder();
    const ahead = entry(cache.path, 'cluster-ahead', -3000);
    removeUnused(cache.path, now);
    expect(existsSync(ahead)).toBe(true);
    removeUnused(cache.path, now + 31 * dayMs);
    expect(existsSync(ahead)).toBe(false);
  });

  it('leaves what is in use when the clock has jumped ahead', () => {
    using cache = scratchFolder();
    const used = entry(cache.path, 'cluster-used', 0);
    markUsed(used, now + 3000 * dayMs);
    removeUnused(cache.path, now + 3000 * dayMs);
    expect(existsSync(used)).toBe(true);
    markUsed(used, now);
    expect(statSync(used).mtimeMs).toBe(now);
  });
});
