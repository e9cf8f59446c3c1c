import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DependencyError } from '../../../src/errors/index.ts';
import { findCacheFolder } from '../cache/cache-folder.ts';
import { serverUser } from '../server/server-user.ts';

const prefix = 'kept-';

/** What was kept of one server. */
export interface KeptFolder {
  /** Holds a record of each database. */
  readonly path: string;
  /** Where the server's supervisor puts its data directory; the server's user writes there. */
  readonly data: string;
}

/** The folder for what is kept of the server in that place, made when it is not there. */
export function makeKeptFolder(server: string): KeptFolder {
  const user = serverUser();
  const cache = findCacheFolder(user);
  if (cache === undefined) {
    throw new DependencyError(
      "A failed test's data cannot be kept: this machine has no folder that only this user can write to. Set RUSTOK_TESTKIT_CACHE to one.",
      { code: 'CACHE_UNUSABLE' },
    );
  }
  const path = join(cache, `${prefix}${createHash('sha256').update(server).digest('hex').slice(0, 12)}`);
  const data = join(path, 'server');
  // The server's user must be able to pass; the records in it are readable for their owner alone.
  mkdirSync(path, { recursive: true, mode: user === undefined ? 0o700 : 0o711 });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(data, user.uid, user.gid);
  return { path, data };
}

/** Every folder of kept databases of this user. */
export function keptFolders(): KeptFolder[] {
  const cache = findCacheFolder(serverUser());
  if (cache === undefined) return [];
  return readdirSync(cache)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ path: join(cache, name), data: join(cache, name, 'server') }));
}
