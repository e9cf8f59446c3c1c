import { randomBytes } from 'node:crypto';
import { accessSync, constants, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DependencyError } from '../../../src/errors/index.ts';
import type { Storage } from '../engine.ts';
import { canEnter, canWrite } from './mode-bits.ts';
import type { ServerUser } from './server-user.ts';

export const runFolderPrefix = 'rustok-testkit-run-';

const memoryFolder = '/dev/shm';
const enoughMemoryBytes = 2 * 1024 ** 3;
/** The kernel takes socket paths of at most 107 bytes, macOS 103; `.s.PGSQL.65535` stands behind the folder. */
const longestFolder = 103 - '/.s.PGSQL.65535'.length;

/** A path for the data and the sockets of one server: not made yet, short enough for sockets, open to the server's user. */
export function chooseRunFolder(storage: Storage, user: ServerUser | undefined): string {
  const onDisk = storage === 'disk' || (storage === 'auto' && !memoryIsAmple());
  const candidates = onDisk ? diskFolders() : runFolderParents();
  const name = `${runFolderPrefix}${randomBytes(6).toString('hex')}`;
  for (const candidate of candidates) {
    const folder = join(candidate, name);
    if (Buffer.byteLength(folder) <= longestFolder && isUsable(candidate, user)) return folder;
  }
  throw new DependencyError(
    `None of ${candidates.join(', ')} is a folder that ${user?.name ?? 'this user'} can write to, with a short path. Set TMPDIR to one that is.`,
    { code: 'SERVER_START_FAILED' },
  );
}

/** Every place where a run folder may lie, the preferred one first. */
export function runFolderParents(): string[] {
  return [memoryFolder, ...diskFolders()];
}

function diskFolders(): string[] {
  return [...new Set([resolve(tmpdir()), '/tmp', '/var/tmp'])];
}

function isUsable(parent: string, user: ServerUser | undefined): boolean {
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
    return user === undefined || (canEnter(parent, user) && canWrite(parent, user));
  } catch {
    return false;
  }
}

function memoryIsAmple(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memoryFolder);
    return bavail * bsize >= enoughMemoryBytes;
  } catch {
    return false;
  }
}
