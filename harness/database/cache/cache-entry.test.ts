import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serverUser } from '../server/server-user.ts';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { type CacheEntry, cacheEntry } from './cache-entry.ts';

const name = 'cluster-1';

/** Asks for the entry; `builds` counts how often it was made. */
function asker(cache: string) {
  const asker = {
    builds: 0,
    ask: (): Promise<CacheEntry<number>> =>
      cacheEntry({
        cache,
        name,
        user: serverUser(),
        build: async (content) => {
          mkdirSync(join(content, 'base'), { recursive: true });
          writeFileSync(join(content, 'base', 'table'), 'rows');
          writeFileSync(join(content, 'version'), '18');
          asker.builds += 1;
          return asker.builds;
        },
      }),
  };
  return asker;
}

const damages: readonly (readonly [string, (folder: string) => void])[] = [
  ['a file is missing', (folder) => rmSync(join(folder, 'content', 'base', 'table'))],
  ['a file is cut short', (folder) => truncateSync(join(folder, 'content', 'base', 'table'), 1)],
  ['a file was written over', (folder) => writeFileSync(join(folder, 'content', 'base', 'table'), 'ROWS')],
  ['a file was added', (folder) => writeFileSync(join(folder, 'content', 'base', 'other'), '')],
  ['its content is missing', (folder) => rmSync(join(folder, 'content'), { recursive: true })],
  ['its manifest is missing', (folder) => rmSync(join(folder, 'manifest.json'))],
  ['its manifest is no JSON', (folder) => appendFileSync(join(folder, 'manifest.json'), '}')],
  ['its manifest is another document', (folder) => writeFileSync(join(folder, 'manifest.json'), 'null')],
];

describe('cacheEntry', () => {
  it('builds an entry once, and gives it with its facts from then on', async () => {
    using cache = scratchFolder();
    const { ask } = asker(cache.path);
    expect(await ask()).toMatchObject({ facts: 1, fresh: true });
    const again = await ask();
    expect(again).toMatchObject({ facts: 1, fresh: false });
    expect(readFileSync(join(again.content, 'base', 'table'), 'utf8')).toBe('rows');
  });

  it.each(damages)('builds it again when %s', async (_title, damage) => {
    using cache = scratchFolder();
    const { ask } = asker(cache.path);
    await ask();
    damage(join(cache.path, name));
    expect(await ask()).toMatchObject({ facts: 2, fresh: true });
    expect(readdirSync(cache.path)).toEqual([name]);
  });

  it('gives builders that overlap the same complete entry', async () => {
    using cache = scratchFolder();
    const { ask } = asker(cache.path);
    const entries = await Promise.all(Array.from({ length: 8 }, ask));
    expect(new Set(entries.map(({ facts }) => facts)).size).toBe(1);
    expect(readdirSync(cache.path)).toEqual([name]);
  });

  it('leaves nothing behind when building fails', async () => {
    using cache = scratchFolder();
    const build = () => Promise.reject(new Error('no space'));
    await expect(cacheEntry({ cache: cache.path, name, user: undefined, build })).rejects.toThrow('no space');
    expect(readdirSync(cache.path)).toEqual([]);
  });

  it('removes what a killed builder left an hour ago and what nobody used for a month, and nothing else', async () => {
    using cache = scratchFolder();
    const ages = {
      '.building-cluster-2-aa': 2,
      '.building-cluster-3-aa': 0,
      'cluster-4': 24 * 31,
      'cluster-5': 24 * 29,
      mine: 24 * 99,
    };
    for (const [folder, hours] of Object.entries(ages)) {
      mkdirSync(join(cache.path, folder));
      const time = Date.now() / 1000 - hours * 3600 - 1;
      utimesSync(join(cache.path, folder), time, time);
    }
    await asker(cache.path).ask();
    expect(readdirSync(cache.path).sort()).toEqual(['.building-cluster-3-aa', 'cluster-1', 'cluster-5', 'mine']);
  });
});
