import { randomUUID } from 'node:crypto';
import { setTimeout as timer } from 'node:timers/promises';
import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { type Migrations, createTestDatabase, openIsolation } from '../database/index.ts';
import { query } from '../database/testing/query.ts';
import { watchLeaks } from './index.ts';
import { leakStage } from './testing/leak-stage.ts';

const stage = leakStage();

describe('a watch names nothing', () => {
  it('of a test that ends what it opens, however it opens it', async () => {
    const leaks = await stage.leaksOf(async () => {
      const client = new Client(stage.db.testDatabase.url);
      await client.connect();
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_lock(7)');
      await client.query('COMMIT');
      await client.end();
      const pool = stage.openPool();
      const pooled = await pool.connect();
      await pooled.query('BEGIN');
      await pooled.query('ROLLBACK');
      pooled.release();
      await Promise.all([pool.query('SELECT 1'), pool.query('SELECT 2')]);
      await stage.db.database.sequelize.transaction(async (transaction) => {
        await stage.db.database.sequelize.query('SELECT pg_advisory_xact_lock(7)', { transaction });
      });
      await timer(1);
      clearTimeout(setTimeout(() => undefined, 600_000));
      setTimeout(() => undefined, 600_000).unref();
    });
    expect(leaks).toEqual([]);
  });

  it('that is just ending', async () => {
    const pool = stage.openPool();
    const leaks = await stage.leaksOf(() => {
      void pool.query('SELECT pg_sleep(0.02)');
    });
    expect(leaks).toEqual([]);
  });

  it('that was open before it began', async () => {
    const [client, pool] = [await stage.connect(), stage.openPool()];
    const pooled = await pool.connect();
    stage.later(() => pooled.release());
    await client.query('BEGIN; SELECT pg_advisory_lock(8)');
    const interval = setInterval(() => undefined, 600_000);
    stage.later(() => clearInterval(interval));
    const leaks = await stage.leaksOf(async () => {
      await client.query('SELECT 1');
      await pooled.query('SELECT 1');
    });
    expect(leaks).toEqual([]);
  });

  it("of another test's database", async () => {
    await using other = await createTestDatabase();
    const client = await stage.connect(other.url);
    const leaks = await stage.leaksOf(() => client.query('BEGIN'));
    expect(leaks).toEqual([]);
  });

  it("of the harness's own: templates, databases, their pools", async () => {
    const migrations: Migrations = {
      hash: () => randomUUID(),
      run: async (url) => void (await query(url, 'CREATE TABLE things (id int)')),
    };
    const leaks = await stage.leaksOf(async () => {
      const database = await createTestDatabase({ migrations });
      stage.later(() => database[Symbol.asyncDispose]());
    });
    expect(leaks).toEqual([]);
  });

  it('of the warm pool, while it makes and drops databases in the background', async () => {
    const leaks = await stage.leaksOf(async () => {
      const isolation = await openIsolation({ tier: 'clone', warm: 3, remember: false });
      stage.later(() => isolation[Symbol.asyncDispose]());
      const database = await isolation.acquire();
      await query(database.url, 'SELECT 1');
      await database[Symbol.asyncDispose]();
    });
    expect(leaks).toEqual([]);
  });

  it("of a transaction that is the isolation tier's own", async () => {
    await using isolation = await openIsolation({ tier: 'rollback', remember: false });
    await using database = await isolation.acquire();
    using watch = watchLeaks({ adminUrl: database.url, tier: database.tier });
    await query(database.url, 'CREATE TABLE things (id int)');
    const client = await stage.connect(database.url);
    await client.query('BEGIN');
    await client.query('COMMIT');
    await client.end();
    expect(await watch.check()).toEqual([]);
  });
});
