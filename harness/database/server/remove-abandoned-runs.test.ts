import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { removeAbandonedRuns } from './remove-abandoned-runs.ts';
import { runFolderPrefix } from './run-folder.ts';
import { serverUser } from './server-user.ts';

const user = serverUser();
const folders: string[] = [];

/** A run folder, as one is left when its supervisor is killed with its runner. */
function runFolder(ageHours: number, owner = user): string {
  const folder = join('/tmp', `${runFolderPrefix}${randomUUID().slice(0, 12)}`);
  folders.push(folder);
  mkdirSync(join(folder, 'data'), { recursive: true });
  writeFileSync(join(folder, 'log'), 'old');
  for (const path of [join(folder, 'log'), join(folder, 'data'), folder]) {
    if (owner !== undefined) chownSync(path, owner.uid, owner.gid);
  }
  grow(folder, ageHours);
  return folder;
}

function grow(folder: string, ageHours: number): void {
  const time = Date.now() / 1000 - ageHours * 3600;
  utimesSync(folder, time, time);
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('removeAbandonedRuns', () => {
  it('removes what lies there for more than an hour', async () => {
    const folder = runFolder(2);
    await removeAbandonedRuns(user);
    expect(existsSync(folder)).toBe(false);
  });

  it('leaves what may still be starting', async () => {
    const folder = runFolder(0.5);
    await removeAbandonedRuns(user);
    expect(existsSync(folder)).toBe(true);
  });

  it('leaves a folder in which a server answers', async () => {
    const folder = runFolder(2);
    const server = createServer().listen(join(folder, '.s.PGSQL.5432'));
    await once(server, 'listening');
    grow(folder, 2);
    await removeAbandonedRuns(user);
    expect(existsSync(folder)).toBe(true);
    server.close();
  });

  it.runIf(user !== undefined)('leaves the folder of another user', async () => {
    const folder = runFolder(2, { name: 'other', uid: 12345, gid: 12345 });
    await removeAbandonedRuns(user);
    expect(existsSync(folder)).toBe(true);
  });
});
