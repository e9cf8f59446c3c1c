import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { embeddedEngine } from '../engines/embedded.ts';
import type { TestDatabase } from '../test-database.ts';
import type { ServerAddress } from '../server-address.ts';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { explainCloneError } from './clone-error.ts';

const available = (await embeddedEngine.available()) === true;

/** A file system of so many megabytes, where this process may make one. */
function smallDisk(megabytes: number): ({ path: string } & Disposable) | undefined {
  const folder = scratchFolder();
  const path = join(folder.path, 'disk');
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=1777`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    folder[Symbol.dispose]();
    return undefined;
  }
  return {
    path,
    [Symbol.dispose]() {
      execFileSync('umount', [path]);
      folder[Symbol.dispose]();
    },
  };
}

const disk = smallDisk(80);
afterAll(() => disk?.[Symbol.dispose]());

describe.skipIf(!available)('a server that cannot make another database', () => {
  it('says that its connections are used up, and makes one when some are free again', async () => {
    const settings = { max_connections: '6', superuser_reserved_connections: '0', reserved_connections: '0' };
    await using server = await embeddedEngine.start({ settings });
    const clients = Array.from({ length: 6 }, () => new Client(server.adminUrl));
    for (const client of clients) await client.connect();
    await expect(server.createDatabase()).rejects.toMatchObject({
      code: 'CONNECTION_LIMIT_REACHED',
      message: expect.stringContaining('max_connections') as string,
    });
    for (const client of clients) await client.end();
    await (await server.createDatabase())[Symbol.asyncDispose]();
  });

  it('says that somebody is connected to what it copies, and makes one when they have gone', async () => {
    await using server = await embeddedEngine.start();
    const client = new Client(server.adminUrl.replace('/postgres?', '/template1?'));
    client.on('error', () => undefined);
    await client.connect();
    await expect(server.createDatabase()).rejects.toMatchObject({
      code: 'TEMPLATE_IN_USE',
      message: expect.stringMatching(/"template1" is being accessed by other users\. .*pg_stat_activity/) as string,
    });
    await client.end();
    await (await server.createDatabase())[Symbol.asyncDispose]();
  });

  it('leaves a migration its own error about what is in use', () => {
    const error = Object.assign(new Error('cannot ALTER TABLE'), { code: '55006', routine: 'CheckTableNotInUse' });
    expect(explainCloneError(error, { engine: 'embedded' } as ServerAddress)).toBe(error);
  });

  it.skipIf(disk === undefined)('says that its disk is full, and makes one when there is room again', async () => {
    vi.stubEnv('TMPDIR', disk?.path);
    await using server = await embeddedEngine.start({ storage: 'disk' });
    vi.unstubAllEnvs();
    const databases: TestDatabase[] = [];
    const fill = async (): Promise<never> => {
      for (;;) databases.push(await server.createDatabase());
    };
    await expect(fill()).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(databases.length).toBeGreaterThan(0);
    for (const database of databases) await database[Symbol.asyncDispose]();
    await (await server.createDatabase())[Symbol.asyncDispose]();
  });
});
