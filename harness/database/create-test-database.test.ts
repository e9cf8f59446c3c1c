import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { createTestDatabase, type Migrations, type TestDatabase } from './index.ts';

const migrations: Migrations = {
  hash: () => 'create-test-database.test 1',
  run: (url) => statement(url, 'CREATE TABLE things (id int PRIMARY KEY)').then(() => undefined),
};

async function statement(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const urls = ['url', 'adminUrl', 'tcpUrl', 'tcpAdminUrl'] as const satisfies readonly (keyof TestDatabase)[];

describe('createTestDatabase', () => {
  it('gives every caller a migrated database that no other one writes to', async () => {
    await using first = await createTestDatabase({ migrations });
    await using second = await createTestDatabase({ migrations });
    await statement(first.url, 'INSERT INTO things VALUES (1)');
    expect(await statement(second.url, 'SELECT * FROM things')).toEqual([]);
  });

  it.each(urls)('reaches the same database by %s', async (name) => {
    await using database = await createTestDatabase();
    expect(await statement(database[name], 'SELECT current_database() AS name')).toEqual([{ name: database.name }]);
  });

  it('drops the database at dispose, with sessions that are still open', async () => {
    const database = await createTestDatabase();
    const client = new Client(database.url);
    client.on('error', () => undefined);
    await client.connect();
    await database[Symbol.asyncDispose]();
    await expect(statement(database.adminUrl, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('keeps the database at dispose when asked to', async () => {
    const database = await createTestDatabase({ keep: true });
    await database[Symbol.asyncDispose]();
    expect(await statement(database.adminUrl, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it("gives the application's role the schema and no superuser's rights", async () => {
    await using database = await createTestDatabase({ migrations });
    const [row] = await statement(
      database.url,
      "SELECT tableowner = current_user AS owns, rolsuper FROM pg_tables, pg_roles WHERE tablename = 'things' AND rolname = current_user",
    );
    expect(row).toEqual({ owns: true, rolsuper: false });
    await expect(statement(database.url, 'SELECT pg_stat_statements_reset()')).rejects.toMatchObject({ code: '42501' });
  });
});
