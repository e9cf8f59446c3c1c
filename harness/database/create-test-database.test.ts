import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { createTestDatabase, type Migrations, type TestDatabase } from './index.ts';
import { query } from './testing/query.ts';

const migrations: Migrations = {
  hash: () => 'create-test-database.test 1',
  run: async (url) => void (await query(url, 'CREATE TABLE things (id int PRIMARY KEY)')),
};

const urls = ['url', 'adminUrl', 'tcpUrl', 'tcpAdminUrl'] as const satisfies readonly (keyof TestDatabase)[];

describe('createTestDatabase', () => {
  it('gives every caller a migrated database that no other one writes to', async () => {
    await using first = await createTestDatabase({ migrations });
    await using second = await createTestDatabase({ migrations });
    await query(first.url, 'INSERT INTO things VALUES (1)');
    expect(await query(second.url, 'SELECT * FROM things')).toEqual([]);
  });

  it('refuses migrations that cannot run and what else is impossible, all at once', async () => {
    const options = { migrations: { hash: 'one' }, keep: 'yes' } as never;
    await expect(createTestDatabase(options)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      fields: [{ path: 'migrations', message: 'must be an object with the methods hash, run' }, { path: 'keep' }],
    });
  });

  it('refuses what is no option, and says which there are', async () => {
    await expect(createTestDatabase({ migration: migrations } as never)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      fields: [{ path: 'migration', message: 'is no option; the options are engine, migrations, keep' }],
    });
  });

  it.each([7, undefined, null])('refuses migrations whose hash is %s', async (hash) => {
    const unhashed = { ...migrations, hash: () => hash as never };
    await expect(createTestDatabase({ migrations: unhashed })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      fields: [{ path: 'hash', message: 'must return a text, or the promise of one' }],
    });
  });

  it.each(urls)('reaches the same database by %s', async (name) => {
    await using database = await createTestDatabase();
    expect(await query(database[name], 'SELECT current_database() AS name')).toEqual([{ name: database.name }]);
  });

  it.each(['url', 'tcpUrl'] as const)('lets nobody in by %s without the password', async (name) => {
    await using database = await createTestDatabase();
    const { password } = new Client(database[name]);
    const wrong = database[name].replace(String(password), 'guess');
    await expect(query(wrong, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('drops the database at dispose, with sessions that are still open', async () => {
    const database = await createTestDatabase();
    const client = new Client(database.url);
    client.on('error', () => undefined);
    await client.connect();
    await database[Symbol.asyncDispose]();
    await expect(query(database.adminUrl, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('keeps the database at dispose when asked to', async () => {
    const database = await createTestDatabase({ keep: true });
    await database[Symbol.asyncDispose]();
    expect(await query(database.adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it("gives the application's role the schema and no superuser's rights", async () => {
    await using database = await createTestDatabase({ migrations });
    const [row] = await query(
      database.url,
      "SELECT tableowner = current_user AS owns, rolsuper FROM pg_tables, pg_roles WHERE tablename = 'things' AND rolname = current_user",
    );
    expect(row).toEqual({ owns: true, rolsuper: false });
    await expect(query(database.url, 'SELECT pg_stat_statements_reset()')).rejects.toMatchObject({ code: '42501' });
  });

  it('counts statements in pg_stat_statements, nested ones too, and detects deadlocks at once', async () => {
    await using database = await createTestDatabase();
    const durability = ['fsync', 'synchronous_commit', 'full_page_writes'];
    const settings = [...durability, 'deadlock_timeout', 'pg_stat_statements.track', 'wal_level'];
    const rows = await query(
      database.adminUrl,
      'SELECT name, setting FROM pg_settings WHERE name = ANY ($1) ORDER BY name',
      [settings],
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      deadlock_timeout: '10',
      'pg_stat_statements.track': 'all',
      wal_level: 'minimal',
    });
    expect(await query(database.adminUrl, 'SELECT count(*) > 0 AS counted FROM pg_stat_statements')).toEqual([
      { counted: true },
    ]);
  });
});
