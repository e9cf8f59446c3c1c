import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectSocket, createServer, type Server } from 'node:net';
import { setTimeout as timer } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type MockEventBus, mockEventBus } from '../bus/index.ts';
import { openIsolation } from '../database/index.ts';
import { watchLeaks } from './index.ts';
import { query } from '../database/testing/query.ts';
import { leak, leakStage } from './testing/leak-stage.ts';

const tenantId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d01';
const tagCreated = { type: 'TagCreated', data: { tag_id: '0190b3c4-6c1e-7a3b-9d2e-000000000010' } } as const;
const stage = leakStage();

describe('a watch names', () => {
  it('a session idle in a transaction, with the call that opened it', async () => {
    const client = await stage.connect();
    const leaks = await stage.leaksOf(async function forgetsCommit() {
      await client.query('SELECT 1');
      await client.query('BEGIN');
      await client.query('SELECT 2');
    });
    expect(leaks).toEqual([leak('idle-in-transaction', /^session \d+ is idle in transaction$/, 'forgetsCommit')]);
    expect(leaks[0]?.stack).not.toContain('node_modules');
  });

  it('a session idle in a transaction that an error has aborted', async () => {
    const client = await stage.connect();
    const leaks = await stage.leaksOf(async function forgetsRollback() {
      await client.query('BEGIN');
      await client.query('SELECT 1 / 0').catch(() => undefined);
    });
    expect(leaks).toEqual([leak('idle-in-transaction', /\(aborted\)$/, 'forgetsRollback')]);
  });

  it("a transaction of Sequelize's, with the application's frames", async () => {
    const leaks = await stage.leaksOf(async function beginsWithSequelize() {
      const transaction = await stage.db.database.sequelize.transaction();
      stage.later(() => transaction.rollback());
    });
    expect(leaks).toEqual([leak('idle-in-transaction', /rustok-services/, 'beginsWithSequelize')]);
  });

  it('a statement that is still running', async () => {
    const [client, admin] = [await stage.connect(), await stage.connect(stage.db.testDatabase.adminUrl)];
    const leaks = await stage.leaksOf(function neverWaits() {
      const running = client.query('SELECT pg_sleep(600)').catch(() => undefined);
      stage.later(async () => {
        await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'`);
        await running;
      });
    });
    expect(leaks).toEqual([leak('open-transaction', /is still running: SELECT pg_sleep/, 'neverWaits')]);
  });

  it("another process's transaction, with its last statement and its name", async () => {
    const leaks = await stage.leaksOf(async () => {
      const script = `
        const { Client } = require('pg');
        const client = new Client({ connectionString: process.argv[1], application_name: 'the worker' });
        client.connect().then(() => client.query('BEGIN; SELECT 42')).then(() => console.log('begun'));`;
      const child = spawn(process.execPath, ['--eval', script, stage.db.testDatabase.url], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      stage.later(async () => {
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

  it('a prepared transaction, by its name', async () => {
    await using isolation = await openIsolation({
      tier: 'cluster',
      settings: { max_prepared_transactions: '2' },
      remember: false,
    });
    await using database = await isolation.acquire();
    using watch = watchLeaks({ adminUrl: database.adminUrl });
    await query(database.url, "BEGIN; PREPARE TRANSACTION 'p1'");
    expect(await watch.check()).toEqual([
      {
        kind: 'open-transaction',
        what: 'the transaction p1 is prepared, and neither committed nor rolled back',
        stack: 'its name: p1',
      },
    ]);
  });

  it('a connection of a pg pool that was not released', async () => {
    const pool = stage.openPool();
    const leaks = await stage.leaksOf(async function forgetsRelease() {
      const client = await pool.connect();
      stage.later(() => client.release());
      await client.query('SELECT 1');
      await pool.query('SELECT 2');
    });
    expect(leaks).toEqual([leak('checked-out-connection', /not given back \(session \d+\)/, 'forgetsRelease')]);
  });

  it('a connection of a pg pool that was taken with a callback', async () => {
    const pool = stage.openPool();
    const leaks = await stage.leaksOf(async function forgetsDone() {
      await new Promise<void>((resolve) => {
        pool.connect((_error, _client, done) => {
          stage.later(() => done());
          resolve();
        });
      });
    });
    expect(leaks).toEqual([leak('checked-out-connection', /not given back/, 'forgetsDone')]);
  });

  it("a connection of Sequelize's pool that was not released", async () => {
    const { connectionManager } = stage.db.database.sequelize;
    const leaks = await stage.leaksOf(async function keepsConnection() {
      const connection = await connectionManager.getConnection({ type: 'read' });
      stage.later(() => connectionManager.releaseConnection(connection));
    });
    expect(leaks).toEqual([leak('checked-out-connection', /not given back/, 'keepsConnection')]);
  });

  it('an advisory lock that a function of the database takes', async () => {
    await query(
      stage.db.testDatabase.url,
      'CREATE FUNCTION elect() RETURNS void LANGUAGE sql AS $$ SELECT pg_advisory_lock(9) $$',
    );
    const leaks = await stage.leaksOf(async function electsItself() {
      const client = await stage.connect();
      await client.query('SELECT elect()');
    });
    expect(leaks).toContainEqual(leak('advisory-lock', /lock 9$/, 'electsItself'));
  });

  it('an advisory lock', async () => {
    const client = await stage.connect();
    const forgetsUnlock = async () => {
      await client.query('SELECT pg_advisory_lock($1)', [7]);
      await client.query('SELECT pg_advisory_lock_shared(1, 2)');
    };
    const leaks = await stage.leaksOf(async () => {
      await forgetsUnlock();
      await client.query('SELECT 1');
    });
    expect(leaks.toSorted((one, other) => (one.what < other.what ? -1 : 1))).toEqual([
      leak('advisory-lock', /^session \d+ holds the advisory lock 1, 2 \(shared\)$/, 'forgetsUnlock'),
      leak('advisory-lock', /^session \d+ holds the advisory lock 7$/, 'forgetsUnlock'),
    ]);
  });

  it('a timer and an interval', async () => {
    const leaks = await stage.leaksOf(function setsTimers() {
      const timers = [setTimeout(() => undefined, 600_000), setInterval(() => undefined, 700_000)];
      stage.later(() => timers.forEach((one) => clearTimeout(one)));
    });
    expect(leaks).toEqual([
      leak('timer', /^a timer of 600000 ms$/, 'setsTimers'),
      leak('timer', /^an interval of 700000 ms$/, 'setsTimers'),
    ]);
  });

  it('a timer of node:timers/promises', async () => {
    const stop = new AbortController();
    stage.later(() => stop.abort());
    const leaks = await stage.leaksOf(function waitsForNobody() {
      timer(600_000, undefined, { signal: stop.signal }).catch(() => undefined);
    });
    expect(leaks).toEqual([leak('timer', /^a timer of 600000 ms$/, 'waitsForNobody')]);
  });

  it('a server, and a connection to it', async () => {
    const leaks = await stage.leaksOf(async function listensAndConnects() {
      const server: Server = createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const socket = connectSocket((server.address() as { port: number }).port, '127.0.0.1');
      await once(socket, 'connect');
      stage.later(async () => {
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
    const leaks = await stage.leaksOf(async function forgetsEnd() {
      await stage.connect(stage.db.testDatabase.tcpUrl);
    });
    expect(leaks).toEqual([leak('socket', /^a connection at 127\.0\.0\.1:\d+$/, 'forgetsEnd')]);
  });
});

describe('a watch over a mock event bus', () => {
  let events: MockEventBus;
  beforeAll(async () => {
    events = await mockEventBus({ database: stage.db.database });
  });
  afterAll(async () => {
    await events[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    stage.later(() => stage.db.database.sequelize.query('DELETE FROM sys_events'));
  });

  it('names a publish that has not settled', async () => {
    const client = await stage.connect();
    await client.query('BEGIN; LOCK TABLE sys_events IN SHARE MODE');
    const leaks = await stage.leaksOf(function forgetsAwait() {
      const publishing = events.bus.publish(tenantId, null, tagCreated);
      stage.later(() => publishing);
      stage.later(() => client.query('ROLLBACK'));
    });
    const what = /^publishing tag\.created \(.{36}\) has not settled/;
    expect(leaks).toContainEqual(leak('unawaited-publish', what, 'forgetsAwait'));
  });

  it('names what is left in the outbox when asked to, with who published it', async () => {
    const leaves = async function leavesInOutbox() {
      await events.bus.publish(tenantId, null, tagCreated);
    };
    expect(await stage.leaksOf(leaves)).toEqual([]);
    await events.published();
    const leaks = await stage.leaksOf(leaves, { undeliveredOutbox: true });
    const what = /^tag\.created \(.{36}\) is pending in the outbox$/;
    expect(leaks).toEqual([leak('undelivered-outbox', what, 'leavesInOutbox')]);
  });

  it('names nothing that was awaited and delivered', async () => {
    const leaks = await stage.leaksOf(
      async () => {
        await events.bus.publish(tenantId, null, tagCreated);
        await events.published();
      },
      { undeliveredOutbox: true },
    );
    expect(leaks).toEqual([]);
  });
});

describe('a watch over a test that is rolled back', () => {
  it('names the transaction that the test has begun and forgotten, with the call that began it', async () => {
    await using isolation = await openIsolation({ tier: 'rollback', remember: false });
    await using database = await isolation.acquire();
    const client = await stage.connect(database.url);
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
