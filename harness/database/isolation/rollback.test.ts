import { Client, Pool } from 'pg';
import postgres from 'postgres';
import { Sequelize } from 'sequelize';
import { describe, expect, it } from 'vitest';
import { query } from '../testing/query.ts';
import type { IsolatedDatabase } from './isolation.ts';
import { openIsolation } from './open-isolation.ts';
import { statementKind } from './rollback/statement-kind.ts';
import { shopMigrations as migrations } from './testing/shop-migrations.ts';
import { requireTier } from './tier-error.ts';

const addShop = "INSERT INTO shops (name) VALUES ('one') RETURNING id";

/** Runs `test` on a database of the tier rollback, and resolves with what disposing that database said. */
async function inSandbox(test: (database: IsolatedDatabase) => Promise<void>): Promise<unknown> {
  await using isolation = await openIsolation({ tier: 'rollback', remember: false, migrations });
  const database = await isolation.acquire();
  await test(database);
  return await Promise.resolve(database[Symbol.asyncDispose]()).catch((error: unknown) => error);
}

async function connected(url: string): Promise<Client> {
  const client = new Client(url);
  await client.connect();
  return client;
}

describe('the tier rollback', () => {
  it('undoes what a test did, by whichever connection, its sequences too', async () => {
    await using isolation = await openIsolation({ tier: 'rollback', remember: false, migrations });
    for (let test = 0; test < 3; test += 1) {
      await using database = await isolation.acquire();
      expect(await query(database.url, addShop)).toEqual([{ id: 1 }]);
      expect(await query(database.tcpUrl, 'SELECT name FROM shops')).toEqual([{ name: 'one' }]);
      await query(database.url, 'CREATE TABLE more (id int)');
    }
  });

  it('undoes what Sequelize wrote, in a transaction or without', async () => {
    await using isolation = await openIsolation({ tier: 'rollback', remember: false, migrations });
    for (let test = 0; test < 2; test += 1) {
      await using database = await isolation.acquire();
      for (const url of [database.url, database.tcpUrl]) {
        const sequelize = new Sequelize(url, { logging: false });
        const add = 'INSERT INTO shops (name) VALUES (gen_random_uuid())';
        await sequelize.query(add);
        await sequelize.transaction(async (transaction) => sequelize.query(add, { transaction }));
        await sequelize.close();
      }
      expect(await query(database.url, 'SELECT id FROM shops')).toEqual([1, 2, 3, 4].map((id) => ({ id })));
    }
  });

  it('makes transactions of the test savepoints: committed ones last until its end, others are undone', async () => {
    const end = await inSandbox(async ({ url }) => {
      const client = await connected(url);
      expect((await client.query('BEGIN')).command).toBe('BEGIN');
      await client.query(addShop);
      expect((await client.query('COMMIT')).command).toBe('COMMIT');
      await client.query('BEGIN');
      await client.query("INSERT INTO shops (name) VALUES ('two')");
      expect((await client.query('ROLLBACK')).command).toBe('ROLLBACK');
      expect((await client.query('SELECT name FROM shops')).rows).toEqual([{ name: 'one' }]);
      await client.end();
    });
    expect(end).toBeUndefined();
  });

  it('answers as a server does when statements fail, inside a transaction and outside', async () => {
    await inSandbox(async ({ url }) => {
      const client = await connected(url);
      await expect(client.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
      await client.query('BEGIN');
      await client.query(addShop);
      await expect(client.query('SELECT $1::int / 0', [1])).rejects.toMatchObject({ code: '22012' });
      await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
      expect((await client.query('COMMIT')).command).toBe('ROLLBACK');
      expect((await client.query('SELECT name FROM shops')).rows).toEqual([]);
      await client.end();
    });
  });

  it('checks deferred constraints at COMMIT', async () => {
    await inSandbox(async ({ url }) => {
      const client = await connected(url);
      await client.query(addShop);
      await client.query('BEGIN');
      await client.query('INSERT INTO orders (shop_id, follows) VALUES (1, 77)');
      await expect(client.query('COMMIT')).rejects.toMatchObject({ code: '23503' });
      expect((await client.query('SELECT * FROM orders')).rows).toEqual([]);
      await client.end();
    });
  });

  it('lets no COMMIT through that belongs to no transaction', async () => {
    await using isolation = await openIsolation({ tier: 'rollback', remember: false, migrations });
    for (const end of ['COMMIT', 'ROLLBACK', 'end', 'commit work;']) {
      await using database = await isolation.acquire();
      await query(database.url, addShop);
      await query(database.url, end);
      expect(await query(database.url, 'SELECT name FROM shops')).toEqual([{ name: 'one' }]);
    }
  });

  it('works with a driver that prepares and pipelines, and copies', async () => {
    const end = await inSandbox(async ({ url, tcpUrl }) => {
      const sql = postgres(tcpUrl, { max: 1 });
      for (let turn = 0; turn < 3; turn += 1) {
        await sql.begin(async (sql) => {
          await sql`INSERT INTO shops (name) VALUES (${`shop ${turn}`})`;
        });
      }
      await sql
        .begin(async (sql) => {
          await sql`DELETE FROM shops`;
          throw new Error('changed my mind');
        })
        .catch(() => undefined);
      expect(await Promise.all([sql`SELECT count(*)::int AS n FROM shops`, sql`SELECT 2 AS n`])).toEqual([
        [{ n: 3 }],
        [{ n: 2 }],
      ]);
      const copy = await sql`COPY shops (name) FROM STDIN`.writable();
      await new Promise<void>((resolve, reject) => copy.on('error', reject).on('finish', resolve).end('four\n'));
      await sql.end();
      expect(await query(url, 'SELECT count(*)::int AS n FROM shops')).toEqual([{ n: 4 }]);
    });
    expect(end).toBeUndefined();
  });

  it.each([
    ['LISTEN things', 'never committed'],
    ["PREPARE TRANSACTION 'one'", 'never committed'],
    ['BEGIN ISOLATION LEVEL SERIALIZABLE', 'one session'],
    ['SELECT * FROM shops FOR UPDATE SKIP LOCKED', 'one session'],
    ['BEGIN; SELECT 1; COMMIT', 'never committed'],
  ])('refuses %s, and the test that swallows that fails at its end', async (statement, reason) => {
    const end = await inSandbox(async ({ url }) => {
      await expect(query(url, statement)).rejects.toMatchObject({
        code: 'TIER_CANNOT_SHOW',
        message: expect.stringContaining(reason) as string,
      });
    });
    expect(end).toMatchObject({ name: 'TierError', code: 'TIER_CANNOT_SHOW' });
  });

  it('refuses a second connection while one has a transaction open', async () => {
    const end = await inSandbox(async ({ url }) => {
      const pool = new Pool({ connectionString: url, max: 2 });
      const [one, two] = await Promise.all([pool.connect(), pool.connect()]);
      await one.query('BEGIN');
      await expect(two.query('SELECT 1')).rejects.toMatchObject({ code: 'TIER_CANNOT_SHOW' });
      await one.query('COMMIT');
      expect((await two.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      one.release();
      two.release();
      await pool.end();
    });
    expect(end).toMatchObject({ code: 'TIER_CANNOT_SHOW' });
  });

  it('rolls back what a connection left open when it goes', async () => {
    const end = await inSandbox(async ({ url }) => {
      const client = await connected(url);
      await client.query('BEGIN');
      await client.query(addShop);
      await client.end();
      expect(await query(url, 'SELECT * FROM shops')).toEqual([]);
    });
    expect(end).toBeUndefined();
  });

  it("has no superuser's URL, and no capability of what is committed or overlaps", async () => {
    await inSandbox(async (database) => {
      expect(() => database.adminUrl).toThrow(expect.objectContaining({ code: 'TIER_CANNOT_SHOW' }));
      expect([...database.capabilities]).not.toContain('real-commit');
      expect(() => requireTier(database, 'outbox', 'toHavePublished')).toThrow(/toHavePublished.*nothing is ever due/);
    });
  });

  it('lets nobody in without the password', async () => {
    await inSandbox(async ({ url }) => {
      const { password } = new Client(url);
      await expect(query(url.replace(String(password), 'guess'), 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    });
  });
});

describe('statementKind', () => {
  it.each([
    ['-- commit\nSELECT 1', 'other'],
    ["SELECT 'x; COMMIT; SKIP LOCKED'", 'other'],
    ['SELECT $q$; COMMIT $q$', 'other'],
    ['/* a */ start transaction read only', 'begin'],
    ['ROLLBACK TO SAVEPOINT a', 'other'],
    ['ROLLBACK WORK', 'rollback'],
    ['SET TRANSACTION ISOLATION LEVEL READ COMMITTED;', 'isolation'],
    ['INSERT INTO a VALUES (1); INSERT INTO b VALUES (2)', 'other'],
    ['CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END', 'refused'],
  ])('takes %s for %s', (text, kind) => {
    expect(statementKind(text).kind).toBe(kind);
  });
});
