import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serverUser } from '../server/server-user.ts';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { findCacheFolder } from './cache-folder.ts';

const user = serverUser();

describe('findCacheFolder', () => {
  it('is the folder that RUSTOK_TESTKIT_CACHE names, made when it is missing', () => {
    using folder = scratchFolder();
    const path = join(folder.path, 'cache');
    expect(findCacheFolder(user, { RUSTOK_TESTKIT_CACHE: path })).toBe(path);
    expect(statSync(path).mode & 0o022).toBe(0);
  });

  it('lies in XDG_CACHE_HOME when that is safe', () => {
    using folder = scratchFolder();
    expect(findCacheFolder(user, { XDG_CACHE_HOME: folder.path })).toBe(join(folder.path, 'rustok-testkit'));
  });

  it.each([{}, { HOME: '' }, { HOME: '/nonexistent' }, { XDG_CACHE_HOME: '' }, { XDG_CACHE_HOME: 'relative' }])(
    'is an absolute path elsewhere with the environment %j',
    (environment) => {
      expect(findCacheFolder(user, environment)).toMatch(/^\/.*rustok-testkit/);
    },
  );

  it('passes over a folder that everybody can write to', () => {
    using folder = scratchFolder();
    mkdirSync(join(folder.path, 'rustok-testkit'));
    chmodSync(join(folder.path, 'rustok-testkit'), 0o777);
    expect(findCacheFolder(user, { XDG_CACHE_HOME: folder.path })).not.toContain(folder.path);
  });

  it('passes over a folder below one that everybody can rename it in', () => {
    using folder = scratchFolder();
    chmodSync(folder.path, 0o777);
    expect(findCacheFolder(user, { XDG_CACHE_HOME: folder.path })).not.toContain(folder.path);
  });

  it('passes over a link that stands in its place', () => {
    using folder = scratchFolder();
    mkdirSync(join(folder.path, 'elsewhere'));
    symlinkSync(join(folder.path, 'elsewhere'), join(folder.path, 'rustok-testkit'));
    expect(findCacheFolder(user, { XDG_CACHE_HOME: folder.path })).not.toContain(folder.path);
  });

  it.runIf(user !== undefined)('passes over a folder of another user', () => {
    using folder = scratchFolder();
    mkdirSync(join(folder.path, 'rustok-testkit'));
    chownSync(join(folder.path, 'rustok-testkit'), 12345, 12345);
    expect(findCacheFolder(user, { XDG_CACHE_HOME: folder.path })).not.toContain(folder.path);
  });

  it.runIf(user !== undefined)("passes over a folder that the server's user cannot enter", () => {
    using folder = scratchFolder();
    chmodSync(folder.path, 0o700);
    expect(findCacheFolder(user, { XDG_CACHE_HOME: folder.path })).not.toContain(folder.path);
  });

  it('refuses a folder that was asked for and is not safe', () => {
    using folder = scratchFolder();
    chmodSync(folder.path, 0o777);
    expect(() => findCacheFolder(user, { RUSTOK_TESTKIT_CACHE: folder.path })).toThrow(
      expect.objectContaining({ code: 'CACHE_UNUSABLE' }),
    );
  });
});
