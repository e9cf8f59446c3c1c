import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import postgres from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { startProxy } from './start-proxy.ts';
import type { WireProxy } from './wire-proxy.ts';

describe('faults where several statements are on their way', () => {
  let database: TestDatabase;
  let proxy: WireProxy;
  let direct: Client;
  let sql: postgres.Sql;

  beforeEach(async () => {
    database = await createTestDatabase();
    proxy = await startProxy({ upstream: database.tcpUrl, adminUrl: database.adminUrl });
    direct = await connect(database.url);
    await direct.query('CREATE TABLE things (id int PRIMARY KEY)');
    sql = postgres(proxy.urlFor(database.tcpUrl), { max: 1, fetch_types: false, onnotice: () => undefined });
    await sql`SELECT 1`;
  });
  afterEach(async () => {
    await sql.end({ timeout: 1 });
    await direct.end();
    await proxy[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  const insertAll = (ids: readonly number[]) =>
    Promise.allSettled(ids.map((id) => sql`INSERT INTO things VALUES (${id})`));
  const stored = async () =>
    (await direct.query<{ id: number }>('SELECT id FROM things ORDER BY id')).rows.map((row) => row.id);
  const endings = (settled: readonly PromiseSettledResult<unknown>[]) =>
    settled.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as { code?: string }).code));

  it('error-before fails its own statement of a pipeline and no other', async () => {
    await proxy.inject({ fault: { kind: 'error-before', sqlState: '40001' }, at: { nth: 3 } });
    expect(endings(await insertAll([1, 2, 3, 4, 5]))).toEqual(['done', 'done', '40001', 'done', 'done']);
    expect(await stored()).toEqual([1, 2, 4, 5]);
  });

  it('drop-after answers what came before its statement, and keeps what was executed', async () => {
    await proxy.inject({ fault: { kind: 'drop-after' }, at: { nth: 3 } });
    const ends = endings(await insertAll([1, 2, 3]));
    expect(ends.slice(0, 2)).toEqual(['done', 'done']);
    expect(ends[2]).not.toBe('done');
    expect(await stored()).toEqual([1, 2, 3]);
  });

  it('drop-before sends what came before its statement, and not the statement', async () => {
    await proxy.inject({ fault: { kind: 'drop-before' }, at: { nth: 3 } });
    const ends = endings(await insertAll([1, 2, 3]));
    expect(ends[2]).not.toBe('done');
    await expect.poll(stored).toEqual([1, 2]);
  });

  it('delay keeps the order of the statements behind it', async () => {
    await proxy.inject({ fault: { kind: 'delay', delayMs: 20 }, at: { nth: 2 } });
    expect(endings(await insertAll([1, 2, 3, 4]))).toEqual(['done', 'done', 'done', 'done']);
    expect(proxy.statements.slice(-4).map((one) => one.parameters)).toEqual([['1'], ['2'], ['3'], ['4']]);
  });

  it('error-before at a COMMIT lets the pipelined statement behind it begin anew', async () => {
    await proxy.inject({ fault: { kind: 'error-before', sqlState: '23503' }, at: { matching: /^commit/i } });
    const transaction = sql.begin((inner) => inner`INSERT INTO things VALUES (1)`);
    const ends = endings(await Promise.allSettled([transaction, sql`INSERT INTO things VALUES (2)`]));
    expect(ends).toEqual(['23503', 'done']);
    expect(await stored()).toEqual([2]);
  });

  it('error-before at a ROLLBACK ends the transaction all the same', async () => {
    const client = await connect(proxy.urlFor(database.tcpUrl));
    await proxy.inject({ fault: { kind: 'error-before', sqlState: '08006' }, at: { matching: /^ROLLBACK$/ } });
    await client.query('BEGIN; INSERT INTO things VALUES (1)');
    await expect(client.query('ROLLBACK')).rejects.toMatchObject({ code: '08006' });
    await client.query('INSERT INTO things VALUES (1)');
    await client.end();
    expect(await stored()).toEqual([1]);
  });

  it('error-before at a COPY fails it before its data', async () => {
    const client = await connect(proxy.urlFor(database.tcpUrl));
    await proxy.inject({ fault: { kind: 'error-before', sqlState: '53100' }, at: { matching: /COPY/ } });
    const copied = pipeline(Readable.from(['1\n']), client.query(copyFrom('COPY things FROM STDIN')));
    await expect(copied).rejects.toMatchObject({ code: '53100' });
    await client.query('SELECT 1');
    await client.end();
    expect(await stored()).toEqual([]);
  });

  it('drop-after at a COPY takes its data and loses its answer', async () => {
    const client = await connect(proxy.urlFor(database.tcpUrl));
    await proxy.inject({ fault: { kind: 'drop-after' }, at: { matching: /COPY/ } });
    const copied = pipeline(Readable.from(['1\n', '2\n']), client.query(copyFrom('COPY things FROM STDIN')));
    await expect(copied).rejects.toThrow(/ECONNRESET|terminated|Premature/);
    expect(await stored()).toEqual([1, 2]);
    expect(proxy.firings[0]?.statement).toMatchObject({ outcome: 'completed', commandTag: 'COPY 2' });
  });

  it('counts a portal that is read in batches as one statement', async () => {
    const client = await connect(proxy.urlFor(database.tcpUrl));
    await direct.query('INSERT INTO things SELECT generate_series(1, 10)');
    await proxy.inject({ fault: { kind: 'error-before', sqlState: 'XX001' }, at: { nth: 2 } });
    const cursor = client.query(new Cursor('SELECT id FROM things ORDER BY id'));
    expect((await cursor.read(4)).length + (await cursor.read(4)).length + (await cursor.read(4)).length).toBe(10);
    await cursor.close();
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: 'XX001' });
    await client.end();
    expect(proxy.statements.find((one) => one.text.includes('things'))).toMatchObject({
      outcome: 'completed',
      rows: 2,
    });
  });
});

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
