import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from 'pg';
import type { DatabaseServer } from '../../engine.ts';
import type { TestDatabase } from '../../test-database.ts';
import { query } from '../../testing/query.ts';
import { attachServer } from '../attach-server.ts';
import { pgMemEngine } from '../pg-mem/pg-mem.ts';
import { countAfterTransactions } from './testing/transfers.ts';

let server: DatabaseServer;
beforeAll(async () => {
  server = await pgMemEngine.start({ sessionWaitMs: 100 });
});
afterAll(() => server[Symbol.asyncDispose]());

const migrations = (hash: string, run: (url: string) => Promise<void>) => ({ hash: () => hash, run });

describe('a server of databases with one session each', () => {
  test('gives databases that know nothing of each other, and none after it was dropped', async () => {
    await using one = await server.createDatabase();
    const other = await server.createDatabase();
    await query(one.url, 'CREATE TABLE here (id int)');
    await expect(query(other.url, 'SELECT * FROM here')).rejects.toThrow(/"here" does not exist/);
    await other[Symbol.asyncDispose]();
    await expect(query(other.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });

  test('lets nobody in without the password', async () => {
    await using database = await server.createDatabase();
    const stranger = String(Object.assign(new URL(database.url), { password: 'wrong' }));
    await expect(query(stranger, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('migrates once for all who ask at once, in any process', async () => {
    let runs = 0;
    const table = migrations('once', async (url) => {
      runs += 1;
      await query(url, 'CREATE TABLE migrated (id int)');
    });
    const servers = [server, attachServer(server.address), attachServer(server.address)];
    const databases = await Promise.all(servers.map((one) => one.createDatabase({ migrations: table })));
    for (const { url } of databases) expect(await query(url, 'SELECT * FROM migrated')).toEqual([]);
    expect(runs).toBe(1);
    await Promise.all(databases.map((database: TestDatabase) => database[Symbol.asyncDispose]()));
  });

  test('never uses what a migration that failed has left, and lets the next one begin again', async () => {
    let runs = 0;
    const failing = migrations('fails first', async (url) => {
      runs += 1;
      await query(url, 'CREATE TABLE migrated (id int)');
      if (runs === 1) throw new Error('half-way');
    });
    await expect(server.createDatabase({ migrations: failing })).rejects.toThrow('half-way');
    await using database = await server.createDatabase({ migrations: failing });
    expect(await query(database.url, 'SELECT * FROM migrated')).toEqual([]);
    expect(runs).toBe(2);
  });

  test('refuses a session that waits too long for the transaction of another one, and serves it afterwards', async () => {
    await using database = await server.createDatabase();
    await query(database.url, 'CREATE TABLE held (id int)');
    const [first, second] = [new Client(database.url), new Client(database.url)];
    await Promise.all([first.connect(), second.connect()]);
    await first.query('BEGIN');
    for (const values of [undefined, [1]]) {
      await expect(second.query(`SELECT * FROM held${values ? ' WHERE id = $1' : ''}`, values)).rejects.toMatchObject({
        code: '0A000',
        message: expect.stringMatching(
          /needs what the engine pg-mem cannot show: concurrency .*Use the engine/,
        ) as string,
      });
    }
    await first.query('COMMIT');
    expect((await second.query('SELECT * FROM held')).rows).toEqual([]);
    await Promise.all([first.end(), second.end()]);
  });

  test('ends with its sessions, and says so to whoever comes later', async () => {
    const own = await pgMemEngine.start();
    const client = new Client(own.adminUrl);
    const ended = new Promise((resolve) => client.on('error', () => undefined).once('end', resolve));
    await client.connect();
    await own[Symbol.asyncDispose]();
    await ended;
    await expect(own.createDatabase()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });
});

describe('the engine pg-mem', () => {
  test('keeps what was committed and nothing else, whatever the pool', async () => {
    await using own = await pgMemEngine.start();
    await using database = await own.createDatabase();
    expect(await countAfterTransactions(database.url, 30)).toBe(30);
  });

  test('answers parameters, dates, booleans, JSON and NULL in the types of PostgreSQL', async () => {
    await using database = await server.createDatabase();
    await query(database.url, 'CREATE TABLE kinds (i int, t text, b boolean, at timestamptz, j jsonb, f float)');
    const at = new Date('2026-11-23T10:11:12.345Z');
    const row = { i: 7, t: `it's $1; --`, b: true, at, j: { a: [1, null] }, f: 1.5 };
    await query(database.url, 'INSERT INTO kinds VALUES ($1, $2, $3, $4, $5, $6)', Object.values(row));
    await query(database.url, 'INSERT INTO kinds (i) VALUES ($1)', [null]);
    expect(await query(database.url, 'SELECT * FROM kinds')).toEqual([
      row,
      { i: null, t: null, b: null, at: null, j: null, f: null },
    ]);
  });

  test('says that it cannot roll back a change of the schema, instead of keeping it in silence', async () => {
    await using database = await server.createDatabase();
    const client = new Client(database.url);
    await client.connect();
    await client.query('BEGIN; CREATE TABLE kept (id int)');
    await expect(client.query('ROLLBACK')).rejects.toMatchObject({
      code: '0A000',
      message: expect.stringContaining('transactional-ddl') as string,
    });
    await client.end();
  });
});
