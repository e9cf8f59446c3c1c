import { link, mkdtemp, rename, rm } from 'node:fs/promises';
import { connect as netConnect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import Cursor from 'pg-cursor';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { startProxy } from './start-proxy.ts';
import type { WireProxy } from './wire-proxy.ts';

describe('startProxy', () => {
  let database: TestDatabase;
  let proxy: WireProxy;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startProxy({ upstream: database.tcpUrl, adminUrl: database.adminUrl });
    client = await connect(proxy.urlFor(database.tcpUrl));
    await client.query('CREATE TABLE things (id int PRIMARY KEY, name text)');
  });
  afterAll(async () => {
    await client.end();
    await proxy[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await client.query('TRUNCATE things');
    await proxy.reset();
  });

  it('knows text, parameters, command tag, rows and duration of a statement', async () => {
    await client.query('INSERT INTO things VALUES ($1, $2), ($3, $4)', [1, 'one', 2, null]);
    const [statement] = await proxy.readStatements();
    expect(statement).toMatchObject({
      protocol: 'extended',
      text: 'INSERT INTO things VALUES ($1, $2), ($3, $4)',
      parameters: ['1', 'one', '2', null],
      commandTag: 'INSERT 0 2',
      rows: 2,
      outcome: 'completed',
      sqlState: null,
    });
    expect(statement?.durationMs).toBeGreaterThan(0);
  });

  it('knows the text behind a prepared name', async () => {
    const named = { name: 'by-id', text: 'SELECT name FROM things WHERE id = $1' };
    await client.query({ ...named, values: [1] });
    await client.query({ ...named, values: [2] });
    expect(proxy.statements.map((one) => [one.text, one.parameters])).toEqual([
      [named.text, ['1']],
      [named.text, ['2']],
    ]);
  });

  it('gives one fingerprint to texts that differ in constants only', async () => {
    await client.query(`SELECT name FROM things WHERE id = 1`);
    await client.query(`select NAME from things where id = 99`);
    await client.query(`SELECT id FROM things WHERE name = 'x'`);
    const [one, other, different] = await Promise.all(proxy.statements.map((statement) => statement.fingerprint()));
    expect(one).toEqual(other);
    expect(one).not.toEqual(different);
  });

  it('reports every command of one message', async () => {
    await client.query(`BEGIN; INSERT INTO things VALUES (1); COMMIT; SELECT * FROM things`);
    expect(proxy.statements[0]?.commands).toEqual([
      { tag: 'BEGIN', rows: null },
      { tag: 'INSERT 0 1', rows: 1 },
      { tag: 'COMMIT', rows: null },
      { tag: 'SELECT 1', rows: 1 },
    ]);
  });

  it('knows the SQLSTATE of a statement that fails, in either protocol', async () => {
    await client.query('SELECT * FROM missing').catch(() => undefined);
    await client.query('SELECT $1::int', ['no number']).catch(() => undefined);
    expect(proxy.statements.map((one) => [one.outcome, one.sqlState])).toEqual([
      ['failed', '42P01'],
      ['failed', '22P02'],
    ]);
  });

  it('knows the statement that fails when it is prepared, though it was never to be executed', async () => {
    const sql = postgres(proxy.urlFor(database.tcpUrl), { max: 1, fetch_types: false });
    await expect(sql`SELECT ${1} FROM missing`).rejects.toMatchObject({ code: '42P01' });
    await sql`SELECT ${2}::int`;
    await sql.end();
    const told = (await proxy.readStatements()).map((one) => [one.text, one.outcome, one.sqlState]);
    expect(told).toEqual([
      ['SELECT $1 FROM missing', 'failed', '42P01'],
      ['SELECT $1::int', 'completed', null],
    ]);
    expect(proxy.statements.map((one) => one.text)).toEqual(['SELECT $1::int']);
  });

  it('tells the end of a statement whose cursor is closed before its last row', async () => {
    const ended: string[] = [];
    const stop = proxy.observe({ statementEnded: (statement) => ended.push(statement.outcome) });
    const cursor = client.query(new Cursor('SELECT generate_series(1, 100)'));
    await cursor.read(2);
    await cursor.close();
    stop();
    expect(ended).toEqual(['suspended']);
    expect(proxy.statements[0]?.durationMs).toBeGreaterThan(0);
  });

  it('numbers transactions and follows their state', async () => {
    const before = proxy.connections[0]?.transactions ?? 0;
    await client.query('SELECT 1');
    await client.query('BEGIN');
    expect(proxy.connections[0]?.transactionStatus).toBe('open');
    await client.query('SELECT nonsense').catch(() => undefined);
    expect(proxy.connections[0]?.transactionStatus).toBe('failed');
    await client.query('ROLLBACK');
    await client.query('SELECT 2');
    expect(proxy.statements.map((one) => one.transaction - before)).toEqual([1, 2, 2, 2, 3]);
    expect(proxy.connections[0]).toMatchObject({ transactionStatus: 'idle', transactions: before + 3 });
  });

  it('reports the pid of the real backend', async () => {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    expect(proxy.connections[0]?.backendPid).toBe(rows[0]?.pid);
  });

  it('keeps 64 KiB of a longer text and of longer parameters, and passes them whole', async () => {
    const long = 'é'.repeat(100_000);
    const inText = await client.query<{ bytes: number }>(`SELECT octet_length('${long}') AS bytes`);
    const bound = await client.query<{ bytes: number }>('SELECT octet_length($1::text) AS bytes', [long]);
    expect([inText.rows[0]?.bytes, bound.rows[0]?.bytes]).toEqual([200_000, 200_000]);
    expect(proxy.statements.map((one) => [one.textTruncated, one.parametersTruncated])).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(proxy.statements[0]?.text.length).toBeLessThan(64 * 1024);
  });

  it('passes notices and notifications', async () => {
    const heard: string[] = [];
    const other = await connect(proxy.urlFor(database.tcpUrl));
    other.on('notice', (notice) => heard.push(`notice ${notice.message ?? ''}`));
    const notified = new Promise<void>((resolve) =>
      other.on('notification', (message) => {
        heard.push(`${message.channel} ${message.payload ?? ''}`);
        resolve();
      }),
    );
    await other.query(`LISTEN news; DO $$ BEGIN RAISE NOTICE 'hello'; END $$`);
    await client.query(`NOTIFY news, 'it is here'`);
    await notified;
    await other.end();
    expect(heard).toEqual(['notice hello', 'news it is here']);
  });

  it('routes a cancel request to the backend that it means', async () => {
    const sleeping = await connect(proxy.urlFor(database.tcpUrl));
    const slept = sleeping.query('SELECT pg_sleep(60)');
    const failure = expect(slept).rejects.toMatchObject({ code: '57014' });
    // A cancel that comes before its query does nothing, with a proxy or without.
    const asleep = `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`;
    while ((await client.query(asleep)).rowCount === 0);
    cancel(sleeping, proxy.urlFor(database.tcpUrl));
    await failure;
    await sleeping.end();
    expect(proxy.connections.filter((one) => one.user === null)).toEqual([]);
  });

  it('forgets a connection that was closed at the next reset, and closes its backend', async () => {
    const other = await connect(proxy.urlFor(database.tcpUrl));
    const id = proxy.connections.at(-1)?.id;
    const pid = proxy.connections.at(-1)?.backendPid;
    await other.end();
    await expect
      .poll(async () => (await client.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [pid])).rowCount)
      .toBe(0);
    expect(proxy.connections.find((one) => one.id === id)?.isOpen).toBe(false);
    await proxy.reset();
    expect(proxy.connections.find((one) => one.id === id)).toBeUndefined();
  });
});

describe('a proxy that nobody resets', () => {
  const open = (one: { isOpen: boolean }) => one.isOpen;

  it('remembers the newest of the connections that were closed, and all that are open', async () => {
    await using database = await createTestDatabase();
    await using proxy = await startProxy({ upstream: database.tcpUrl, keepStatements: 2 });
    const first = await connect(proxy.urlFor(database.tcpUrl));
    for (let count = 0; count < 6; count += 1) {
      const client = await connect(proxy.urlFor(database.tcpUrl));
      await client.end();
    }
    await expect.poll(() => proxy.connections.filter(open).map((one) => one.id)).toEqual([1]);
    const last = await connect(proxy.urlFor(database.tcpUrl));
    expect(proxy.connections.map((one) => one.id)).toEqual([1, 5, 6, 7, 8]);
    await first.end();
    await last.end();
  });

  it('remembers the newest of its firings', async () => {
    await using database = await createTestDatabase();
    const always = {
      fault: { kind: 'error-before', sqlState: '40001' },
      at: { matching: /SELECT/, times: Infinity },
    } as const;
    await using proxy = await startProxy({ upstream: database.tcpUrl, keepStatements: 2, faults: [always] });
    const client = await connect(proxy.urlFor(database.tcpUrl));
    for (const id of [1, 2, 3, 4, 5, 6]) await expect(client.query(`SELECT ${id}`)).rejects.toThrow();
    expect(proxy.firings.map((one) => one.statement.text)).toEqual(['SELECT 4', 'SELECT 5', 'SELECT 6']);
    await client.end();
  });
});

describe('endpoints', () => {
  it('listens on a Unix socket and reaches one', async () => {
    await using database = await createTestDatabase();
    const directory = await mkdtemp(join(tmpdir(), 'wire-'));
    try {
      await using proxy = await startProxy({
        upstream: database.url,
        listen: { socketDirectory: directory, port: 6000 },
      });
      const client = await connect(proxy.urlFor(database.url));
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
      await client.end();
      expect(proxy.urlFor(database.url)).toContain(encodeURIComponent(directory));
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('takes the place of a proxy that was killed, not of one that lives', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'wire-'));
    const listen = { socketDirectory: directory, port: 6000 };
    try {
      // Hard-linked under another name, the file outlives the proxy that made it.
      const first = await startProxy({ upstream: 'postgres://127.0.0.1/x', listen });
      await link(join(directory, '.s.PGSQL.6000'), join(directory, 'stale'));
      await expect(startProxy({ upstream: 'postgres://127.0.0.1/x', listen })).rejects.toMatchObject({
        code: 'PROXY_CANNOT_LISTEN',
      });
      await first[Symbol.asyncDispose]();
      await rename(join(directory, 'stale'), join(directory, '.s.PGSQL.6000'));
      await using second = await startProxy({ upstream: 'postgres://127.0.0.1/x', listen });
      expect(second.endpoint.kind).toBe('socket');
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('says why it cannot listen', async () => {
    await expect(
      startProxy({ upstream: 'postgres://127.0.0.1/x', listen: { socketDirectory: '/nowhere/at/all' } }),
    ).rejects.toMatchObject({ code: 'PROXY_CANNOT_LISTEN' });
  });
});

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The packet that a client sends on a connection of its own to cancel what another one runs. */
function cancel(busy: Client, url: string): void {
  const { processID, secretKey } = busy as unknown as { processID: number; secretKey: number };
  const packet = Buffer.alloc(16);
  [16, 80877102, processID, secretKey].forEach((word, index) => packet.writeInt32BE(word, 4 * index));
  const { hostname, port } = new URL(url);
  netConnect({ host: hostname, port: Number(port) }).end(packet);
}
