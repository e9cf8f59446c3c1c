import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CacheEntry } from '../cache/cache-entry.ts';
import { fingerprint } from '../cache/fingerprint.ts';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { latestCluster, removeSuperseded, templatedName } from './latest-cluster.ts';
import type { ClusterFacts } from './prepare-cluster.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const role = { name: 'role', password: '' };
const facts: ClusterFacts = { version: '17.1', admin: role, application: role };

it('what a clock that was ahead has dated is not the latest cluster, and goes as older ones do', () => {
  using cache = scratchFolder();
  const base: CacheEntry<ClusterFacts> = { content: join(cache.path, 'cluster-base', 'content'), facts, fresh: false };
  const add = (hash: string, ageSeconds: number): void => {
    const folder = join(cache.path, templatedName(base, hash));
    const content = join(folder, 'content');
    mkdirSync(content, { recursive: true });
    const manifest = { fingerprint: fingerprint(content), facts: { ...facts, templates: [hash] } };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    utimesSync(folder, now / 1000 - ageSeconds, now / 1000 - ageSeconds);
  };
  add('ahead', -86_400);
  add('older', 7200);
  add('latest', 3600);
  expect(latestCluster(cache.path, base, now).facts.templates).toEqual(['latest']);
  removeSuperseded(cache.path, base, now);
  expect(readdirSync(cache.path)).toEqual([templatedName(base, 'latest')]);
});
