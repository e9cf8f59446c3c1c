import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../harness/database/index.ts';
import type { Database } from './database.ts';
import {
  CommitInDoubtError,
  QueryTypes,
  afterKnownCommit,
  inTransaction,
  noteTransactionId,
  openDatabase,
} from './index.ts';

/** What a forwarder does with a connection whose client sends a message that contains the text of the plan. */
interface Plan {
  readonly on: string;
  readonly message: 'forward' | 'swallow';
  readonly afterwards: 'cut' | 'silence';
  /** Also answers no connection from then on. */
  readonly refuseNew?: boolean;
}

interface Forwarder extends AsyncDisposable {
  readonly url: string;
  plan: Plan | undefined;
}

/** Forwards TCP to the server until a client's message meets the plan; a message that is forwarded is known to have been answered before the cut. */
async function openForwarder(target: URL): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  let refusing = false;
  const forwarder = createServer((client) => {
    if (refusing) {
      client.destroy();
      return;
    }
    const server = connect(Number(target.port), target.hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    let met: Plan | undefined;
    client.on('data', (bytes) => {
      if (met !== undefined) return;
      if (handle.plan !== undefined && bytes.includes(handle.plan.on)) met = handle.plan;
      if (met?.refuseNew === true) refusing = true;
      if (met?.message !== 'swallow') server.write(bytes);
      else if (met.afterwards === 'cut') client.destroy();
    });
    server.on('data', (bytes) => {
      if (met === undefined) client.write(bytes);
      else if (met.afterwards === 'cut') client.destroy();
    });
    // A silent network does not carry the end of the client either.
    client.on('close', () => {
      if (met?.afterwards !== 'silence') server.destroy();
    });
    server.on('close', () => client.destroy());
  });
  forwarder.listen(0, '127.0.0.1');
  await once(forwarder, 'listening');
  const url = new URL(target);
  url.port = String((forwarder.address() as AddressInfo).port);
  const handle: Forwarder = {
    url: url.href,
    plan: undefined,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      forwarder.close();
      await once(forwarder, 'close');
    },
  };
  return handle;
}

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>;
let testDatabase: TestDatabase;
let observer: Database;
let forwarder: Forwarder;
let database: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  observer = await openDatabase({ url: testDatabase.url });
  await observer.sequelize.query('CREATE TABLE items (id int)');
});
afterAll(async () => {
  await observer.close();
  await testDatabase[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await observer.sequelize.query('TRUNCATE items');
  forwarder = await openForwarder(new URL(testDatabase.tcpUrl));
  database = await openDatabase({ url: forwarder.url, pool: { max: 1 }, deadlineMs: 3000 });
});
afterEach(async () => {
  await database.close();
  await forwarder[Symbol.asyncDispose]();
});

const callback = vi.fn<() => Promise<void>>();

async function insertOne(plan: Plan, options: { deadlineMs?: number } = {}): Promise<string> {
  callback.mockClear();
  return inTransaction(
    database,
    async (transaction) => {
      afterKnownCommit(transaction, callback);
      await database.sequelize.query('INSERT INTO items VALUES (1)', { transaction });
      forwarder.plan = plan;
      return 'committed';
    },
    options,
  );
}
async function storedRows(): Promise<number> {
  const rows = await observer.sequelize.query('SELECT id FROM items', { type: QueryTypes.SELECT });
  return rows.length;
}
async function poolStillServes(): Promise<void> {
  forwarder.plan = undefined;
  await inTransaction(database, (transaction) => database.sequelize.query('SELECT 1', { transaction }));
}

test('an acknowledgement lost with the connection is a success when the server has committed', async () => {
  expect(await insertOne({ on: 'COMMIT', message: 'forward', afterwards: 'cut' })).toBe('committed');
  expect(await storedRows()).toBe(1);
  expect(callback).toHaveBeenCalledOnce();
  await poolStillServes();
});

test('an acknowledgement that never comes is a success when the server has committed', async () => {
  expect(await insertOne({ on: 'COMMIT', message: 'forward', afterwards: 'silence' })).toBe('committed');
  expect(await storedRows()).toBe(1);
  expect(callback).toHaveBeenCalledOnce();
  await poolStillServes();
});

test('a connection lost before the server received COMMIT is an error, and nothing is written', async () => {
  await expect(insertOne({ on: 'COMMIT', message: 'swallow', afterwards: 'cut' })).rejects.toMatchObject({
    code: 'DEPENDENCY_UNAVAILABLE',
  });
  expect(await storedRows()).toBe(0);
  expect(callback).not.toHaveBeenCalled();
  await poolStillServes();
});

test('a COMMIT that never reaches the server is an error: the transaction that waits for it is ended', async () => {
  await expect(insertOne({ on: 'COMMIT', message: 'swallow', afterwards: 'silence' })).rejects.toMatchObject({
    code: 'DEADLINE_EXCEEDED',
  });
  expect(await storedRows()).toBe(0);
  expect(callback).not.toHaveBeenCalled();
  await poolStillServes();
});

test('a lost acknowledgement of a server that cannot be asked is in doubt, whatever happened', async () => {
  const plan: Plan = { on: 'COMMIT', message: 'forward', afterwards: 'cut', refuseNew: true };
  const error: unknown = await insertOne(plan, { deadlineMs: 1200 }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CommitInDoubtError);
  expect(error).toMatchObject({ code: 'COMMIT_IN_DOUBT', transactionId: expect.stringMatching(/^\d+$/) });
  expect(await storedRows()).toBe(1);
  expect(callback).not.toHaveBeenCalled();
});

test('a transaction id that the server does not know any more is in doubt', async () => {
  const outcome = inTransaction(
    database,
    async (transaction) => {
      noteTransactionId(transaction, '3');
      forwarder.plan = { on: 'COMMIT', message: 'forward', afterwards: 'cut' };
    },
    { deadlineMs: 1000 },
  );
  await expect(outcome).rejects.toMatchObject({ code: 'COMMIT_IN_DOUBT' });
});

test('a lost acknowledgement of a transaction that wrote nothing is an error that allows another try', async () => {
  const outcome = inTransaction(database, async (transaction) => {
    await database.sequelize.query('SELECT 1', { transaction });
    forwarder.plan = { on: 'COMMIT', message: 'forward', afterwards: 'cut' };
  });
  await expect(outcome).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  await poolStillServes();
});

test('a server that falls silent before COMMIT is sent is an error, and nothing is written', async () => {
  const plan: Plan = { on: 'pg_current_xact_id', message: 'forward', afterwards: 'silence' };
  await expect(insertOne(plan, { deadlineMs: 1200 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expect(await storedRows()).toBe(0);
  await poolStillServes();
});

test('a connection lost before COMMIT is sent is an error, and nothing is written', async () => {
  await expect(insertOne({ on: 'pg_current_xact_id', message: 'swallow', afterwards: 'cut' })).rejects.toMatchObject({
    code: 'DEPENDENCY_UNAVAILABLE',
  });
  expect(await storedRows()).toBe(0);
  await poolStillServes();
});

test.for(['BEGIN', 'INSERT', 'ROLLBACK'])(
  'a server that falls silent at %s is given up at the deadline, and the pool recovers',
  async (on) => {
    forwarder.plan = { on, message: 'forward', afterwards: 'silence' };
    const outcome = inTransaction(
      database,
      async (transaction) => {
        await database.sequelize.query('INSERT INTO items VALUES (1)', { transaction });
        throw new Error('changed my mind');
      },
      { deadlineMs: 800 },
    );
    await expect(outcome).rejects.toThrow(on === 'ROLLBACK' ? 'changed my mind' : /did not finish within 800 ms/);
    await poolStillServes();
    expect(await storedRows()).toBe(0);
  },
);

test('a statement outside of a transaction is given up at the deadline, and the pool recovers', async () => {
  await using hasty = await openDatabase({ url: forwarder.url, pool: { max: 1 }, deadlineMs: 800 });
  forwarder.plan = { on: 'SELECT 42', message: 'forward', afterwards: 'silence' };
  await expect(hasty.sequelize.query('SELECT 42')).rejects.toThrow('Query read timeout');
  forwarder.plan = undefined;
  await expect(hasty.sequelize.query('SELECT 43')).resolves.toBeDefined();
});

test('closing does not wait for a server that has fallen silent', async () => {
  const hasty = await openDatabase({ url: forwarder.url, pool: { max: 2 }, deadlineMs: 800 });
  forwarder.plan = { on: 'SELECT', message: 'forward', afterwards: 'silence' };
  const running = hasty.sequelize.query('SELECT 42').catch((error: unknown) => error);
  await hasty.close();
  expect(await running).toBeInstanceOf(Error);
});

test('opening is given up when the server accepts and never answers', async () => {
  await using silent = await openForwarder(new URL(testDatabase.tcpUrl));
  silent.plan = { on: 'user', message: 'swallow', afterwards: 'silence' };
  await expect(openDatabase({ url: silent.url, deadlineMs: 200 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
});
