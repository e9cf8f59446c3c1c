import { Client } from 'pg';
import Cursor from 'pg-cursor';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { type Action, forward } from './action.ts';
import { startProxy } from './start-proxy.ts';
import type { WireProxy } from './wire-proxy.ts';

describe('a statement that is held before its Execute', () => {
  let database: TestDatabase;
  let direct: Client;
  let proxy: WireProxy;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    direct = await connect(database.url);
    await direct.query('CREATE TABLE things (id int PRIMARY KEY)');
  });
  afterAll(async () => {
    await direct.end();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await direct.query('TRUNCATE things');
    proxy = await startProxy({ upstream: database.tcpUrl });
    client = await connect(proxy.urlFor(database.tcpUrl));
  });
  afterEach(async () => {
    await client.end();
    await proxy[Symbol.asyncDispose]();
  });

  /** Holds the next statement that matches; resolves, when it has come, to what decides. */
  const hold = (pattern: RegExp) =>
    new Promise<(action: Action) => void>((held) => {
      const stop = proxy.intercept((statement) => {
        if (!pattern.test(statement.text)) return undefined;
        stop();
        return new Promise<Action>((decide) => held(decide));
      });
    });

  /** For what must not happen: it would have, had it been sent. */
  const giveTheServerTime = async () => {
    for (let round = 0; round < 50; round += 1) await direct.query('SELECT 1');
  };

  it('sees what was committed while it was held', async () => {
    const held = hold(/things/);
    const counting = client.query<{ n: number }>('SELECT count(*)::int AS n FROM things WHERE id > $1', [0]);
    const decide = await held;
    await giveTheServerTime();
    await direct.query('INSERT INTO things VALUES (1)');
    decide(forward);
    expect((await counting).rows).toEqual([{ n: 1 }]);
  });

  it('has no lock yet', async () => {
    await client.query('BEGIN');
    const held = hold(/things/);
    const inserting = client.query('INSERT INTO things VALUES ($1)', [1]);
    const decide = await held;
    await giveTheServerTime();
    await direct.query('BEGIN; LOCK TABLE things IN ACCESS EXCLUSIVE MODE NOWAIT; COMMIT');
    decide(forward);
    await inserting;
    await client.query('COMMIT');
    expect((await direct.query('SELECT id FROM things')).rows).toEqual([{ id: 1 }]);
  });

  it('is not even prepared when it is dropped', async () => {
    const held = hold(/things/);
    const failing = expect(client.query('SELECT $1::int FROM things', [1])).rejects.toThrow(/terminated|ECONNRESET/);
    const decide = await held;
    await giveTheServerTime();
    const { rowCount } = await direct.query(
      `SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT $1::int FROM things%'`,
    );
    expect(rowCount).toBe(0);
    decide({ kind: 'drop' });
    await failing;
  });

  it('fails as it was told to', async () => {
    const held = hold(/things/);
    const failing = expect(client.query('INSERT INTO things VALUES ($1)', [1])).rejects.toMatchObject({
      code: '40001',
    });
    (await held)({ kind: 'error', sqlState: '40001', message: 'on purpose' });
    await failing;
    await client.query('INSERT INTO things VALUES ($1)', [2]);
    expect((await direct.query('SELECT id FROM things')).rows).toEqual([{ id: 2 }]);
  });

  it('passes whole when its parameters are larger than what is kept', async () => {
    const held = hold(/octet_length/);
    const measuring = client.query('SELECT octet_length($1::text) AS bytes', ['x'.repeat(5_000_000)]);
    (await held)(forward);
    expect((await measuring).rows).toEqual([{ bytes: 5_000_000 }]);
  });

  describe('where every statement is held for a moment', () => {
    beforeEach(() => {
      proxy.intercept(() => new Promise<Action>((decide) => setImmediate(() => decide(forward))));
    });

    it('a client that asks for a description first gets it', async () => {
      const sql = postgres(proxy.urlFor(database.tcpUrl), { max: 1 });
      await sql`INSERT INTO things ${sql([{ id: 1 }, { id: 2 }])}`;
      const ids = await Promise.all([1, 2, 3].map((id) => sql`SELECT id FROM things WHERE id = ${id}`));
      await sql.end();
      expect(ids.map((rows) => rows.map((row) => row['id'] as number))).toEqual([[1], [2], []]);
    });

    it('a named statement is prepared once and run again', async () => {
      for (const id of [1, 2])
        await client.query({ name: 'one', text: 'INSERT INTO things VALUES ($1)', values: [id] });
      expect((await direct.query('SELECT id FROM things ORDER BY id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
    });

    it('a cursor reads on', async () => {
      const cursor = client.query(new Cursor<{ n: number }>('SELECT generate_series(1, $1::int) AS n', [5]));
      const rows: number[] = [];
      for (let read = await cursor.read(2); read.length > 0; read = await cursor.read(2))
        rows.push(...read.map((row) => row.n));
      await cursor.close();
      expect(rows).toEqual([1, 2, 3, 4, 5]);
    });
  });
});

async function connect(url: string): Promise<Client> {
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
