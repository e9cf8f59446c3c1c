import { createServer, connect as connectSocket, type Server } from 'node:net';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { setTimeout as timer } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type MockEventBus, mockEventBus } from '../bus/index.ts';
import {
  type TestDb,
  cleanupTestDb,
  createTestDatabase,
  type Migrations,
  openIsolation,
  setupTestDb,
} from '../database/index.ts';
import { query } from '../database/testing/query.ts';
import { type Leak, type WatchOptions, watchLeaks } from './index.ts';

const tenantId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d01';
const tagCreated = { type: 'TagCreated', data: { tag_id: '0190b3c4-6c1e-7a3b-9d2e-000000000010' } } as const;

let db: TestDb;
const cleanups: (() => unknown)[] = [];
beforeAll(async () => {
  db = await setupTestDb();
});
afterAll(async () => {
  await cleanupTestDb(db);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const later = (cleanup: () => unknown) => void cleanups.push(cleanup);

/** What a watch over `body` finds. */
async function leaksOf(body: () => unknown, options?: WatchOptions): Promise<readonly Leak[]> {
  using watch = watchLeaks(db.testDatabase, options);
  await body();
  // The watch must not be disposed of before it has found everything.
  return await watch.check();
}

async function connect(url = db.testDatabase.url): Promise<Client> {
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  later(() => client.end());
  return client;
}

function openPool(): Pool {
  const pool = new Pool({ connectionString: db.testDatabase.url });
  pool.on('error', () => undefined);
  later(() => pool.end());
  return pool;
}

/** One leak of that kind, opened in the function of that name in this file. */
const leak = (kind: Leak['kind'], what: RegExp, opener: string) => ({
  kind,
  what: expect.stringMatching(what),
  stack: expect.stringMatching(new RegExp(`${opener}.*watch-leaks\\.test\\.ts`)),
});

describe('a watch names', () => {
  it('a session idle in a transaction, with the call that opened it', async () => {
    const client = await connect();
    const leaks = await leaksOf(async function forgetsCommit() {
      await client.query('SELECT 1');
      await client.query('BEGIN');
      await client.query('SELECT 2');
    });
    expect(leaks).toEqual([leak('idle-in-transaction', /^session \d+ is idle in transaction$/, 'forgetsCommit')]);
    expect(leaks[0]?.stack).not.toContain('node_modules');
  });

  it('a session idle in a transaction that an error has aborted', async () => {
    const client = await connect();
    const leaks = await leaksOf(async function forgetsRollback() {
      await client.query('BEGIN');
      await client.query('SELECT 1 / 0').catch(() => undefined);
    });
    expect(leaks).toEqual([leak('idle-in-transaction', /\(aborted\)$/, 'forgetsRollback')]);
  });

  it("a transaction of Sequelize's, with the application's frames", async () => {
    const leaks = await leaksOf(async function beginsWithSequelize() {
      const transaction = await db.database.sequelize.transaction();
      later(() => transaction.rollback());
    });
    expect(leaks).toEqual([leak('idle-in-transaction', /rustok-services/, 'beginsWithSequelize')]);
  });

  it('a statement that is still running', async () => {
    const [client, admin] = [await connect(), await connect(db.testDatabase.adminUrl)];
    const leaks = await leaksOf(function neverWaits() {
      const running = client.query('SELECT pg_sleep(600)').catch(() => undefined);
      later(async () => {
        await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'`);
        await running;
      });
    });
    expect(leaks).toEqual([leak('open-transaction', /is still running: SELECT pg_sleep/, 'neverWaits')]);
  });

  it("another process's transaction, with its last statement and its name", async () => {
    const leaks = await leaksOf(async () => {
      const script = `
        const { Client } = require('pg');
        const client = new Client({ connectionString: process.argv[1], application_name: 'the worker' });
        client.connect().then(() => client.query('BEGIN; SELECT 42')).then(() => console.log('begun'));`;
      const child = spawn(process.execPath, ['--eval', script, db.testDatabase.url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      later(async () => {
        child.kill('SIGKILL');
        await once(child, 'close');
      });
      await once(child.stdout, 'data');
    });
    expect(leaks).toContainEqual({
      kind: 'idle-in-transaction',
      what: expect.stringMatching(/^session \d+ \(the worker\) is idle in transaction$/),
      stack: 'its last statement: BEGIN; SELECT 42',
    });
  });

  it('a connection of a pg pool that was not released', async () => {
    const pool = openPool();
    const leaks = await leaksOf(async function forgetsRelease() {
      const client = await pool.connect();
      later(() => client.release());
      await client.query('SELECT 1');
      await pool.query('SELECT 2');
    });
    expect(leaks).toEqual([leak('checked-out-connection', /not given back \(session \d+\)/, 'forgetsRelease')]);
  });

  it('a connection of a pg pool that was taken with a callback', async () => {
    const pool = openPool();
    const leaks = await leaksOf(async function forgetsDone() {
      await new Promise<void>((resolve) => {
        pool.connect((_error, _client, done) => {
          later(() => done());
          resolve();
        });
      });
    });
    expect(leaks).toEqual([leak('checked-out-connection', /not given back/, 'forgetsDone')]);
  });

  it("a connection of Sequelize's pool that was not released", async () => {
    const { connectionManager } = db.database.sequelize;
    const leaks = await leaksOf(async function keepsConnection() {
      const connection = await connectionManager.getConnection({ type: 'read' });
      later(() => connectionManager.releaseConnection(connection));
    });
    expect(leaks).toEqual([leak('checked-out-connection', /not given back/, 'keepsConnection')]);
  });

  it('an advisory lock that a function of the database takes', async () => {
    await query(
      db.testDatabase.url,
      'CREATE FUNCTION elect() RETURNS void LANGUAGE sql AS $$ SELECT pg_advisory_lock(9) $$',
    );
    const leaks = await leaksOf(async function electsItself() {
      const client = await connect();
      await client.query('SELECT elect()');
    });
    expect(leaks).toContainEqual(leak('advisory-lock', /lock 9$/, 'electsItself'));
  });

  it('an advisory lock', async () => {
    const client = await connect();
    const forgetsUnlock = async () => {
      await client.query('SELECT pg_advisory_lock($1)', [7]);
      await client.query('SELECT pg_advisory_lock_shared(1, 2)');
    };
    const leaks = await leaksOf(async () => {
      await forgetsUnlock();
      await client.query('SELECT 1');
    });
    expect(leaks.toSorted((one, other) => (one.what < other.what ? -1 : 1))).toEqual([
      leak('advisory-lock', /^session \d+ holds the advisory lock 1, 2 \(shared\)$/, 'forgetsUnlock'),
      leak('advisory-lock', /^session \d+ holds the advisory lock 7$/, 'forgetsUnlock'),
    ]);
  });

  it('a timer and an interval', async () => {
    const leaks = await leaksOf(function setsTimers() {
      const timers = [setTimeout(() => undefined, 600_000), setInterval(() => undefined, 700_000)];
      later(() => timers.forEach((one) => clearTimeout(one)));
    });
    expect(leaks).toEqual([
      leak('timer', /^a timer of 600000 ms$/, 'setsTimers'),
      leak('timer', /^an interval of 700000 ms$/, 'setsTimers'),
    ]);
  });

  it('a timer of node:timers/promises', async () => {
    const stop = new AbortController();
    later(() => stop.abort());
    const leaks = await leaksOf(function waitsForNobody() {
      timer(600_000, undefined, { signal: stop.signal }).catch(() => undefined);
    });
    expect(leaks).toEqual([leak('timer', /^a timer of 600000 ms$/, 'waitsForNobody')]);
  });

  it('a server, and a connection to it', async () => {
    const leaks = await leaksOf(async function listensAndConnects() {
      const server: Server = createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const socket = connectSocket((server.address() as { port: number }).port, '127.0.0.1');
      await once(socket, 'connect');
      later(async () => {
        socket.destroy();
        server.close();
        await once(server, 'close');
      });
    });
    expect(leaks).toEqual([
      leak('socket', /^a server that listens at 127\.0\.0\.1:\d+$/, 'listensAndConnects'),
      leak('socket', /^a connection at 127\.0\.0\.1:\d+$/, 'listensAndConnects'),
    ]);
  });

  it('a client of the database that was not ended', async () => {
    const leaks = await leaksOf(async function forgetsEnd() {
      await connect(db.testDatabase.tcpUrl);
    });
    expect(leaks).toEqual([leak('socket', /^a connection at 127\.0\.0\.1:\d+$/, 'forgetsEnd')]);
  });
});

describe('a watch over a mock event bus', () => {
  let events: MockEventBus;
  beforeAll(async () => {
    events = await mockEventBus({ database: db.database });
  });
  afterAll(async () => {
    await events[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    later(() => db.database.sequelize.query('DELETE FROM sys_events'));
  });

  it('names a publish that has not settled', async () => {
    const client = await connect();
    await client.query('BEGIN; LOCK TABLE sys_events IN SHARE MODE');
    const leaks = await leaksOf(function forgetsAwait() {
      const publishing = events.bus.publish(tenantId, null, tagCreated);
      later(() => publishing);
      later(() => client.query('ROLLBACK'));
    });
    const what = /^publishing tag\.created \(.{36}\) has not settled/;
    expect(leaks).toContainEqual(leak('unawaited-publish', what, 'forgetsAwait'));
  });

  it('names what is left in the outbox when asked to, with who published it', async () => {
    const leaves = async function leavesInOutbox() {
      await events.bus.publish(tenantId, null, tagCreated);
    };
    expect(await leaksOf(leaves)).toEqual([]);
    await events.published();
    const leaks = await leaksOf(leaves, { undeliveredOutbox: true });
    const what = /^tag\.created \(.{36}\) is pending in the outbox$/;
    expect(leaks).toEqual([leak('undelivered-outbox', what, 'leavesInOutbox')]);
  });

  it('names nothing that was awaited and delivered', async () => {
    const leaks = await leaksOf(
      async () => {
        await events.bus.publish(tenantId, null, tagCreated);
        await events.published();
      },
      { undeliveredOutbox: true },
    );
    expect(leaks).toEqual([]);
  });
});

describe('a watch names nothing', () => {
  it('of a test that ends what it opens, however it opens it', async () => {
    const leaks = await leaksOf(async () => {
      const client = new Client(db.testDatabase.url);
      await client.connect();
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_lock(7)');
      await client.query('COMMIT');
      await client.end();
      const pool = openPool();
      const pooled = await pool.connect();
      await pooled.query('BEGIN');
      await pooled.query('ROLLBACK');
      pooled.release();
      await Promise.all([pool.query('SELECT 1'), pool.query('SELECT 2')]);
      await db.database.sequelize.transaction(async (transaction) => {
        await db.database.sequelize.query('SELECT pg_advisory_xact_lock(7)', { transaction });
      });
      await timer(1);
      clearTimeout(setTimeout(() => undefined, 600_000));
      setTimeout(() => undefined, 600_000).unref();
    });
    expect(leaks).toEqual([]);
  });

  it('that is just ending', async () => {
    const pool = openPool();
    const leaks = await leaksOf(() => {
      later(() => pool.query('SELECT pg_sleep(0.02)'));
      void cleanups.pop()?.();
    });
    expect(leaks).toEqual([]);
  });

  it('that was open before it began', async () => {
    const [client, pool] = [await connect(), openPool()];
    const pooled = await pool.connect();
    later(() => pooled.release());
    await client.query('BEGIN; SELECT pg_advisory_lock(8)');
    const interval = setInterval(() => undefined, 600_000);
    later(() => clearInterval(interval));
    const leaks = await leaksOf(async () => {
      await client.query('SELECT 1');
      await pooled.query('SELECT 1');
    });
    expect(leaks).toEqual([]);
  });

  it("of another test's database", async () => {
    await using other = await createTestDatabase();
    const client = await connect(other.url);
    const leaks = await leaksOf(() => client.query('BEGIN'));
    expect(leaks).toEqual([]);
  });

  it("of the harness's own: templates, databases, their pools", async () => {
    const migrations: Migrations = {
      hash: () => randomUUID(),
      run: async (url) => void (await query(url, 'CREATE TABLE things (id int)')),
    };
    const leaks = await leaksOf(async () => {
      const database = await createTestDatabase({ migrations });
      later(() => database[Symbol.asyncDispose]());
    });
    expect(leaks).toEqual([]);
  });

  it('of the warm pool, while it makes and drops databases in the background', async () => {
    const leaks = await leaksOf(async () => {
      const isolation = await openIsolation({ tier: 'clone', warm: 3, remember: false });
      later(() => isolation[Symbol.asyncDispose]());
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
    const client = await connect(database.url);
    await client.query('BEGIN');
    await client.query('COMMIT');
    await client.end();
    expect(await watch.check()).toEqual([]);
  });
});

describe('a watch over a test that is rolled back', () => {
  it('names the transaction that the test has begun and forgotten, with the call that began it', async () => {
    await using isolation = await openIsolation({ tier: 'rollback', remember: false });
    await using database = await isolation.acquire();
    const client = await connect(database.url);
    using watch = watchLeaks({ adminUrl: database.url, tier: database.tier });
    await (async function forgetsItsOwn() {
      await client.query('BEGIN');
    })();
    expect(await watch.check()).toEqual([
      leak('open-transaction', /^session [1-9]\d* is in a transaction$/, 'forgetsItsOwn'),
    ]);
    await client.query('COMMIT');
    await client.end();
  });
});

describe('watches that overlap', () => {
  it('name the sessions of their own database, and the last of them the timers', async () => {
    await using other = await createTestDatabase();
    const [here, there] = [await connect(), await connect(other.url)];
    using first = watchLeaks(db.testDatabase);
    using second = watchLeaks(other);
    await here.query('BEGIN');
    await there.query('BEGIN');
    const interval = setInterval(() => undefined, 600_000);
    later(() => clearInterval(interval));
    expect((await first.check()).map(({ kind }) => kind)).toEqual(['idle-in-transaction']);
    expect((await second.check()).map(({ kind }) => kind)).toEqual(['idle-in-transaction', 'timer']);
  });

  it('name a socket of the last one though another begins while it is looked for', async () => {
    const server = createServer();
    later(() => server.close());
    using first = watchLeaks(db.testDatabase);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const checking = first.check();
    using second = watchLeaks(db.testDatabase);
    expect((await checking).map(({ kind }) => kind)).toEqual(['socket']);
    expect(await second.check()).toEqual([]);
  });
});

describe('a watch', () => {
  it('tells transactions by what the clients know where the server cannot be asked', async () => {
    const client = await connect();
    using watch = watchLeaks({ adminUrl: db.testDatabase.adminUrl, capabilities: new Set(['real-commit']) });
    await (async function opensAlone() {
      await client.query('BEGIN');
    })();
    expect(await watch.check()).toEqual([leak('open-transaction', /is in a transaction$/, 'opensAlone')]);
  });

  it('works while the test has stopped the clock', async () => {
    const client = await connect();
    const leaks = await leaksOf(async () => {
      vi.useFakeTimers();
      later(() => vi.useRealTimers());
      await client.query('BEGIN');
    });
    expect(leaks).toHaveLength(1);
  });

  it('says what it could not read of the outbox', async () => {
    await using empty = await createTestDatabase();
    using watch = watchLeaks(empty, { undeliveredOutbox: true });
    await expect(watch.check()).rejects.toMatchObject({
      code: 'LEAK_CHECK_FAILED',
      message: expect.stringContaining('sys_events'),
      cause: { code: '42P01' },
    });
  });

  it('takes a server that has stopped for one that holds nothing', async () => {
    using watch = watchLeaks({ adminUrl: 'postgres://postgres:postgres@/gone?host=%2Fnowhere' });
    expect(await watch.check()).toEqual([]);
  });
});
