import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { query } from '../testing/query.ts';
import { inDeletionOrder } from './deletion-order.ts';
import { openIsolation } from './open-isolation.ts';
import { shopMigrations as migrations } from './testing/shop-migrations.ts';

const verified = { tier: 'reset', remember: false, migrations, verifyReset: true } as const;
const addShop = "INSERT INTO shops (name) VALUES ('one') RETURNING id";
const addOrders =
  'BEGIN; INSERT INTO orders (shop_id, follows) VALUES (1, 2); INSERT INTO orders (shop_id, follows) VALUES (1, 1); COMMIT';

describe('the tier reset', () => {
  it('gives tests that follow one another the same database, without the rows of the one before', async () => {
    await using isolation = await openIsolation(verified);
    const names: string[] = [];
    for (let test = 0; test < 3; test += 1) {
      await using database = await isolation.acquire();
      names.push(database.name);
      expect(await query(database.url, addShop)).toEqual([{ id: 1 }]);
      await query(database.url, addOrders);
      expect(await query(database.url, 'SELECT id FROM orders ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
    }
    expect(new Set(names).size).toBe(1);
  });

  it('brings the rows back that the migrations wrote', async () => {
    await using isolation = await openIsolation(verified);
    const first = await isolation.acquire();
    await useOnce(first, (url) =>
      query(url, "DELETE FROM currencies; DELETE FROM regions; INSERT INTO currencies VALUES ('XXX')"),
    );
    const database = await isolation.acquire();
    expect(database.name).toBe(first.name);
    expect(await query(database.url, 'SELECT code, doubled FROM currencies ORDER BY code')).toEqual([
      { code: 'EUR', doubled: 'EUREUR' },
      { code: 'USD', doubled: 'USDUSD' },
    ]);
    expect(await query(database.url, 'SELECT * FROM regions')).toEqual([{ id: 1, name: 'north' }]);
  });

  it('keeps the rows of a table apart from those of tables that inherit from it', async () => {
    const inherited = {
      hash: () => 'reset.test inherited',
      run: async (url: string) =>
        void (await query(
          url,
          `CREATE TABLE places (id int); CREATE TABLE towns (mayor text) INHERITS (places);
          INSERT INTO places VALUES (1); INSERT INTO towns VALUES (2, 'somebody')`,
        )),
    };
    await using isolation = await openIsolation({ ...verified, migrations: inherited });
    for (let test = 0; test < 3; test += 1) {
      await using database = await isolation.acquire();
      expect(await query(database.url, 'SELECT id FROM ONLY places')).toEqual([{ id: 1 }]);
      expect(await query(database.url, 'SELECT id FROM towns')).toEqual([{ id: 2 }]);
      await query(database.url, "INSERT INTO places VALUES (3); INSERT INTO towns VALUES (4, 'another')");
    }
  });

  it('deletes although triggers of the user refuse it, and although a session forgot its transaction', async () => {
    const guarded = {
      hash: () => 'reset.test guarded',
      run: async (url: string) =>
        void (await query(
          url,
          `CREATE TABLE ledger (id int);
          CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'never'; END $$;
          CREATE TRIGGER never BEFORE DELETE ON ledger FOR EACH ROW EXECUTE FUNCTION refuse()`,
        )),
    };
    await using isolation = await openIsolation({ ...verified, migrations: guarded });
    const database = await isolation.acquire();
    const forgetful = new Client(database.url);
    forgetful.on('error', () => undefined);
    await forgetful.connect();
    await forgetful.query('INSERT INTO ledger VALUES (1)');
    await forgetful.query('BEGIN');
    await forgetful.query('LOCK TABLE ledger');
    await database[Symbol.asyncDispose]();
    const next = await isolation.acquire();
    expect(next.name).toBe(database.name);
    expect(await query(next.url, 'SELECT * FROM ledger')).toEqual([]);
  });

  it('leaves an idle connection open for the next test', async () => {
    await using isolation = await openIsolation(verified);
    const database = await isolation.acquire();
    const pooled = new Client(database.url);
    await pooled.connect();
    await pooled.query('SELECT 1');
    await database[Symbol.asyncDispose]();
    await isolation.acquire();
    expect((await pooled.query('SELECT name FROM shops')).rows).toEqual([]);
    await pooled.end();
  });

  it.each([
    'CREATE TABLE more (id int)',
    'ALTER TABLE shops ADD COLUMN more int',
    'DROP TABLE currencies',
    'CREATE FUNCTION more() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
  ])('takes another database after %s', async (statement) => {
    await using isolation = await openIsolation(verified);
    const database = await isolation.acquire();
    await query(database.url, statement);
    await database[Symbol.asyncDispose]();
    const next = await isolation.acquire();
    expect(next.name).not.toBe(database.name);
    expect(await query(next.url, 'SELECT * FROM shops')).toEqual([]);
    await isolation.drained();
    await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  it('gives tests that run side by side a database each', async () => {
    await using isolation = await openIsolation(verified);
    const [one, two] = await Promise.all([isolation.acquire(), isolation.acquire()]);
    expect(one.name).not.toBe(two.name);
  });
});

async function useOnce<T>(database: { url: string } & AsyncDisposable, work: (url: string) => Promise<T>): Promise<T> {
  await using held = database;
  return await work(held.url);
}

describe('inDeletionOrder', () => {
  it('puts tables before those they refer to, and ends on circles', () => {
    const tables = [
      { name: 'shops', references: [] },
      { name: 'orders', references: ['shops', 'orders'] },
      { name: 'lines', references: ['orders', 'shops'] },
      { name: 'hen', references: ['egg'] },
      { name: 'egg', references: ['hen'] },
    ];
    expect(inDeletionOrder(tables)).toEqual(['lines', 'orders', 'shops', 'hen', 'egg']);
  });
});
