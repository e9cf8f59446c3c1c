import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { Client, Pool } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import Cursor from 'pg-cursor';
import QueryStream from 'pg-query-stream';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { queriesDuring } from '../../counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../../database/index.ts';
import { startProxy } from '../start-proxy.ts';
import type { WireProxy } from '../wire-proxy.ts';

/** What a client sees when it talks to the server behind `url`; the same words every time. */
type Conversation = (url: string) => Promise<unknown>;

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const simple: Conversation = (url) =>
  withClient(url, async (client) => {
    const notices: unknown[] = [];
    client.on('notice', (notice) => notices.push(notice.message));
    const several = await client.query(
      'SELECT 1 AS a; SELECT id, name FROM things ORDER BY id LIMIT 2; SELECT NULL AS c',
    );
    await client.query(`DO $$ BEGIN RAISE WARNING 'careful'; END $$`);
    const failed = await client.query('SELECT missing FROM things').catch(codeOf);
    const halfway = await client.query('SELECT 1 FROM things; SELECT 1/0; SELECT 2').catch(codeOf);
    const empty = await client.query('');
    return [several, notices, failed, halfway, empty.command].map((one) => JSON.stringify(one));
  });

const extended: Conversation = (url) =>
  withClient(url, async (client) => {
    const bound = await client.query('SELECT name, $2::bytea AS b FROM things WHERE id = $1', [
      7,
      Buffer.from([0, 255]),
    ]);
    const badParse = await client.query('SELECT FROM WHERE $1', [1]).catch(codeOf);
    const badBind = await client.query('SELECT $1::int FROM things', ['x']).catch(codeOf);
    const badExecute = await client.query('SELECT 1 / ($1::int - id) FROM things', [5]).catch(codeOf);
    await client.query('BEGIN');
    await client.query('UPDATE things SET name = $1 WHERE id = 1', ['other']);
    await client.query('ROLLBACK');
    return [
      bound.rows,
      badParse,
      badBind,
      badExecute,
      (await client.query('SELECT name FROM things WHERE id = $1', [1])).rows,
    ];
  });

const prepared: Conversation = (url) =>
  withClient(url, async (client) => {
    const named = { name: 'by-id', text: 'SELECT name FROM things WHERE id = $1' };
    const answers = [];
    for (const id of [1, 2, 3, 1]) answers.push((await client.query({ ...named, values: [id] })).rows);
    return answers;
  });

const cursor: Conversation = (url) =>
  withClient(url, async (client) => {
    const whole = client.query(new Cursor('SELECT id FROM things WHERE id <= $1 ORDER BY id', [7]));
    const batches = [];
    for (let rows = await whole.read(3); rows.length > 0; rows = await whole.read(3)) batches.push(rows);
    await whole.close();
    const abandoned = client.query(new Cursor('SELECT id FROM things ORDER BY id'));
    batches.push(await abandoned.read(2));
    await abandoned.close();
    const failing = client.query(new Cursor('SELECT 1 / (3 - id) FROM things ORDER BY id'));
    batches.push(await failing.read(10).catch(codeOf));
    return batches;
  });

const queryStream: Conversation = (url) =>
  withClient(url, async (client) => {
    let sum = 0;
    const stream = client.query(new QueryStream('SELECT id FROM things ORDER BY id', [], { batchSize: 100 }));
    for await (const row of stream as AsyncIterable<{ id: number }>) sum += row.id;
    return sum;
  });

const copyStreams: Conversation = (url) =>
  withClient(url, async (client) => {
    await client.query('CREATE TEMP TABLE copied (LIKE things)');
    const lines = Array.from({ length: 20_000 }, (_, id) => `${id}\tname ${id} ${'x'.repeat(id % 90)}\n`);
    await pipeline(Readable.from(lines), client.query(copyFrom('COPY copied FROM STDIN')));
    const out = await text(client.query(copyTo('COPY (SELECT * FROM copied ORDER BY id) TO STDOUT')));
    const failed = await pipeline(
      Readable.from(['no number\tx\n']),
      client.query(copyFrom('COPY copied FROM STDIN')),
    ).catch(codeOf);
    return [out === lines.join(''), failed, (await client.query('SELECT count(*) FROM copied')).rows];
  });

const pooled: Conversation = async (url) => {
  const pool = new Pool({ connectionString: url, max: 8 });
  try {
    return await Promise.all(
      Array.from(
        { length: 100 },
        async (_, id) => (await pool.query('SELECT name FROM things WHERE id = $1', [id])).rows,
      ),
    );
  } finally {
    await pool.end();
  }
};

const postgresJs: Conversation = async (url) => {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const pipelined = await Promise.all(
      Array.from({ length: 30 }, (_, id) => sql`SELECT name FROM things WHERE id = ${id}`),
    );
    const mixed = await Promise.all([
      sql`SELECT 1 AS a FROM things WHERE id = 1`,
      sql`SELECT missing FROM things`.catch(codeOf),
      sql`SELECT 2 AS b FROM things WHERE id = 2`,
    ]);
    const several = await sql.unsafe('SELECT 1 AS a FROM things LIMIT 1; SELECT 2 AS b').simple();
    const seen: unknown[] = [];
    await sql`SELECT id FROM things WHERE id <= 10 ORDER BY id`.cursor(4, (rows) => void seen.push(rows.length));
    const rolledBack = await sql
      .begin(async (transaction) => {
        await transaction`UPDATE things SET name = 'gone'`;
        throw new Error('changed my mind');
      })
      .catch((error: unknown) => String(error));
    const described = await sql`SELECT id, name FROM things WHERE id = ${1}`.describe();
    return JSON.parse(JSON.stringify([pipelined, mixed, several, seen, rolledBack, described.types]));
  } finally {
    await sql.end();
  }
};

const sleeperIsSeen = (url: string) =>
  withClient(url, async (client) => {
    while (
      (
        await client.query(
          `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
        )
      ).rowCount === 0
    );
  });

const cancelled: Conversation = async (url) => {
  const sql = postgres(url, { max: 1 });
  try {
    const slow = sql`SELECT pg_sleep(60) FROM things LIMIT 1`.execute();
    const failure = slow.catch(codeOf);
    await sleeperIsSeen(url);
    slow.cancel();
    return [await failure, (await sql`SELECT 1 AS still FROM things LIMIT 1`)[0]];
  } finally {
    await sql.end();
  }
};

const listening: Conversation = async (url) => {
  const sql = postgres(url, { max: 1 });
  try {
    const heard = Promise.withResolvers<string>();
    await sql.listen('news', heard.resolve);
    await sql.notify('news', 'it is here');
    return await heard.promise;
  } finally {
    await sql.end();
  }
};

describe('clients that do not notice the proxy', () => {
  let database: TestDatabase;
  let proxy: WireProxy;

  beforeAll(async () => {
    database = await createTestDatabase();
    await withClient(database.url, (client) =>
      client.query(
        `CREATE TABLE things (id int PRIMARY KEY, name text); INSERT INTO things SELECT n, 'thing ' || n FROM generate_series(1, 1000) n`,
      ),
    );
    proxy = await startProxy({ upstream: database.tcpUrl });
  });
  afterEach(() => proxy.reset());
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  it.each([
    ['pg, simple protocol', simple],
    ['pg, extended protocol', extended],
    ['pg, prepared statements', prepared],
    ['pg, a pool of 8', pooled],
    ['pg-cursor', cursor],
    ['pg-query-stream', queryStream],
    ['pg-copy-streams', copyStreams],
    ['postgres.js, pipelined', postgresJs],
    ['postgres.js, cancelled', cancelled],
    ['postgres.js, LISTEN', listening],
  ])(
    '%s: the same answers direct and through the proxy, and the wire counts what the server counts',
    async (_name, converse) => {
      const direct = await converse(database.tcpUrl);
      let proxied: unknown;
      const count = await queriesDuring(async () => (proxied = await converse(proxy.urlFor(database.tcpUrl))), {
        pattern: /\b(?:things|copied)\b/i,
        adminUrl: database.adminUrl,
        proxy,
      });
      expect(proxied).toEqual(direct);
      expect(count).toMatchObject({ verdict: 'counted', reasons: [], grade: 'exact' });
      await expect.poll(() => proxy.connections.some((one) => one.isOpen)).toBe(false);
      expect(proxy.statements.filter((one) => one.outcome === 'running' || one.outcome === 'unanswered')).toEqual([]);
    },
  );
});
