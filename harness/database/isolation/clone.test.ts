import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { sharedServer } from '../shared-server.ts';
import { query } from '../testing/query.ts';
import { openIsolation } from './open-isolation.ts';
import { shopMigrations as migrations } from './testing/shop-migrations.ts';

async function exists(name: string): Promise<boolean> {
  const { adminUrl } = await sharedServer();
  return (await query(adminUrl, 'SELECT FROM pg_database WHERE datname = $1', [name])).length === 1;
}

describe('the tier clone', () => {
  it('gives each test a migrated database of its own, with real commits', async () => {
    await using isolation = await openIsolation({ tier: 'clone', remember: false, migrations });
    const [one, two] = await Promise.all([isolation.acquire(), isolation.acquire()]);
    await query(one.url, "INSERT INTO shops (name) VALUES ('first')");
    expect(await query(one.url, 'SELECT name FROM shops')).toEqual([{ name: 'first' }]);
    expect(await query(two.url, 'SELECT name FROM shops')).toEqual([]);
    expect(one).toMatchObject({ tier: 'clone', engine: expect.any(String) as string });
  });

  it('drops a disposed database in the background, with its sessions, and is drained when that is done', async () => {
    await using isolation = await openIsolation({ tier: 'clone', remember: false, migrations });
    const database = await isolation.acquire();
    const client = new Client(database.url);
    client.on('error', () => undefined);
    await client.connect();
    await database[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    await isolation.drained();
    expect(await exists(database.name)).toBe(false);
  });

  it('leaves nothing at dispose: neither what is ready nor what a test forgot', async () => {
    const server = await sharedServer();
    const made: string[] = [];
    const counted = {
      ...server,
      createDatabase: async () => {
        const database = await server.createDatabase({ migrations });
        made.push(database.name);
        return database;
      },
    };
    const isolation = await openIsolation({ tier: 'clone', server: counted, warm: 3, remember: false });
    await isolation.acquire();
    await isolation[Symbol.asyncDispose]();
    expect(made.length).toBeGreaterThanOrEqual(3);
    expect(await Promise.all(made.map(exists))).toEqual(made.map(() => false));
  });

  it('gives nothing any more after dispose', async () => {
    const isolation = await openIsolation({ tier: 'clone', remember: false, migrations });
    await isolation[Symbol.asyncDispose]();
    await expect(isolation.acquire()).rejects.toMatchObject({ code: 'ISOLATION_CLOSED' });
  });

  it('tells the test that asks why its database could not be made, and tries again for the next one', async () => {
    const hash = randomUUID();
    let broken = true;
    const sometimes = {
      hash: () => hash,
      run: async (url: string) => void (await query(url, broken ? 'SELECT 1 / 0' : 'CREATE TABLE things (id int)')),
    };
    await using isolation = await openIsolation({ tier: 'clone', remember: false, migrations: sometimes, warm: 1 });
    await expect(isolation.acquire()).rejects.toMatchObject({ code: '22012' });
    broken = false;
    const database = await isolation.acquire();
    expect(await query(database.url, 'SELECT * FROM things')).toEqual([]);
  });

  it.each(['rollback', 'reset', 'clone'] as const)('has no settings of a server on %s', async (tier) => {
    await expect(openIsolation({ tier, settings: { wal_level: 'logical' } })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      fields: [{ path: 'settings', message: expect.stringMatching(/the tier cluster alone/) as string }],
    });
  });

  it('refuses impossible options, all at once', async () => {
    await expect(openIsolation({ tier: 'copy', warm: -1, migration: migrations } as never)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      fields: [{ path: 'tier' }, { path: 'warm' }, { path: 'migration' }],
    });
  });
});
