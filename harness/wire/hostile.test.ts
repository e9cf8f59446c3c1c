import { type Server, type Socket, createServer } from 'node:net';
import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { backend, frontend } from './message-types.ts';
import { execute, frame, query } from './messages.ts';
import { startProxy } from './start-proxy.ts';
import { RawClient, isReady, login, readyForQuery, startup } from './testing/raw-client.ts';
import type { WireProxy } from './wire-proxy.ts';

/** How many bytes of buffers are reachable more than at the call. What was collected is given back in the background: to be polled. */
function memoryGrowth(): () => number {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const reachable = (): number => {
    collectGarbage();
    return process.memoryUsage().arrayBuffers;
  };
  const before = reachable();
  return () => reachable() - before;
}

describe('a client that does not behave', () => {
  let database: TestDatabase;
  let proxy: WireProxy;
  let admin: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    proxy = await startProxy({ upstream: database.tcpUrl });
  });
  afterEach(async () => {
    await proxy[Symbol.asyncDispose]();
    await expect.poll(openBackends).toBe(0);
  });

  async function openBackends(): Promise<number> {
    const { rowCount } = await admin.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
    return rowCount ?? 0;
  }

  async function ready(): Promise<RawClient> {
    const client = await login(new RawClient(proxy), database.tcpUrl);
    await client.receives(isReady);
    return client;
  }

  it('is told so when its first bytes are no start-up packet', async () => {
    expect(await new RawClient(proxy).send('GET / HTTP/1.1\r\n\r\n').ended).toMatch(/^E.*SFATAL.*C08P01/s);
  });

  it('is told so when it speaks an unknown protocol', async () => {
    expect(await new RawClient(proxy).send(startup({ user: 'x' }, 2 << 16)).ended).toMatch(
      /C0A000.*unsupported frontend protocol 2\.0/s,
    );
  });

  it('is told so when its start-up packet ends in the middle', async () => {
    const client = new RawClient(proxy);
    client.socket.end(startup({ user: 'x' }).subarray(0, 12));
    expect(await client.ended).toMatch(/C08P01.*incomplete startup packet/s);
  });

  it('may leave without a word', async () => {
    const client = new RawClient(proxy);
    client.socket.end();
    expect(await client.ended).toBe('');
    expect(proxy.connections).toEqual([]);
  });

  it('is told so when it sends garbage after its start-up', async () => {
    const client = await ready();
    client.send(query('SELECT 1'), Buffer.from([0xff, 0xfe, 0, 0, 0, 9]));
    expect(await client.ended).toMatch(/SFATAL.*C08P01.*invalid frontend message/s);
    expect(proxy.connections.every((one) => !one.isOpen)).toBe(true);
  });

  it('takes nothing with it when it leaves in the middle of a frame', async () => {
    const client = await ready();
    client.send(query('CREATE TABLE half (id int)').subarray(0, 12));
    client.socket.end();
    await client.ended;
    expect((await admin.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }]);
  });

  it('may declare 1 GB and leave after 8 MB, and is not stored meanwhile', async () => {
    const client = await ready();
    client.send(Buffer.from([frontend.query, 0x3f, 0xff, 0xff, 0xf0]));
    const growth = memoryGrowth();
    for (let sent = 0; sent < 8; sent += 1) {
      if (!client.socket.write(Buffer.alloc(1024 * 1024, 0x20))) await once(client.socket, 'drain');
    }
    await expect.poll(growth).toBeLessThan(4 * 1024 * 1024);
    client.socket.destroy();
  });

  it('may stop to read in the middle of 64 MB, which are not stored meanwhile, and reads the rest later', async () => {
    const client = await ready();
    const growth = memoryGrowth();
    client.socket.pause();
    client.send(query(`SELECT repeat('x', 65536) FROM generate_series(1, 1024)`));
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'ClientWrite' AND datname = current_database()`;
    const waitsForGood = async () => {
      for (let round = 0; round < 50; round += 1) if ((await admin.query(waiting)).rowCount === 0) return false;
      return true;
    };
    await expect.poll(waitsForGood).toBe(true);
    // Some megabytes are on their way through sockets and streams.
    await expect.poll(growth).toBeLessThan(16 * 1024 * 1024);
    client.send(frame(frontend.terminate, Buffer.alloc(0))).socket.resume();
    const received = await client.ended;
    expect(received.length).toBeGreaterThan(64 * 1024 * 1024);
    expect(received.slice(-100)).toMatch(new RegExp(`SELECT 1024\0${readyForQuery}$`));
  });

  it('rolls its COPY back when it leaves in the middle', async () => {
    await admin.query('CREATE TABLE copied (id int); GRANT ALL ON copied TO PUBLIC');
    const client = await ready();
    client.send(query('COPY copied FROM STDIN'));
    await client.receives(/G\0/);
    client.send(frame(frontend.copyData, Buffer.from('1\n2\n')));
    client.socket.end();
    await client.ended;
    expect((await admin.query('SELECT * FROM copied')).rows).toEqual([]);
  });

  it('may send a Sync before, within and after a COPY in the extended protocol, of which the server answers one', async () => {
    await admin.query('CREATE TABLE extended (id int); GRANT ALL ON extended TO PUBLIC');
    const client = await ready();
    const parse = frame(frontend.parse, Buffer.from('\0COPY extended FROM STDIN\0\0\0'));
    const bind = frame(frontend.bind, Buffer.from('\0\0\0\0\0\0\0\0'));
    const sync = frame(frontend.sync, Buffer.alloc(0));
    client.send(Buffer.concat([parse, bind, execute(''), sync]));
    await client.receives(/G\0/);
    client.send(frame(frontend.copyData, Buffer.from('1\n2\n')), sync, frame(frontend.copyDone, Buffer.alloc(0)), sync);
    await client.receives(new RegExp(`COPY 2\0${readyForQuery}$`));
    client.send(query('SELECT 7'));
    await client.receives(new RegExp(`SELECT 1\0${readyForQuery}$`));
    expect(proxy.statements.map((one) => [one.text, one.commandTag, one.outcome])).toEqual([
      ['COPY extended FROM STDIN', 'COPY 2', 'completed'],
      ['SELECT 7', 'SELECT 1', 'completed'],
    ]);
    client.socket.destroy();
  });

  it('gets its long cancel key in protocol 3.2, and cancels with it', async () => {
    const client = await login(new RawClient(proxy), database.tcpUrl, (3 << 16) | 2);
    const greeting = Buffer.from(await client.receives(isReady), 'latin1');
    const at = greeting.indexOf('K\0\0', 0, 'latin1');
    const length = greeting.readInt32BE(at + 1);
    const isModern = Number(database.version.split('.')[0]) >= 18;
    expect(length).toBe(isModern ? 40 : 12);
    client.send(query('SELECT pg_sleep(60)'));
    await expect
      .poll(
        async () =>
          (
            await admin.query(
              `SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
            )
          ).rowCount,
      )
      .toBe(1);
    const packet = Buffer.alloc(4 + length);
    packet.writeInt32BE(packet.length, 0);
    packet.writeInt32BE(80877102, 4);
    greeting.copy(packet, 8, at + 5, at + 1 + length);
    expect(await new RawClient(proxy).send(packet).ended).toBe('');
    expect(await client.receives(new RegExp(`C57014[^]*${readyForQuery}$`))).toMatch(/C57014/);
    client.socket.destroy();
  });

  it('is refused by the server itself when it names no database that exists', async () => {
    const client = await login(new RawClient(proxy), database.tcpUrl.replace(database.name, 'no_such_database'));
    expect(await client.ended).toMatch(/^[^]*SFATAL[^]*C3D000[^]*$/);
  });
});

describe('an upstream that does not behave', () => {
  let upstream: Server;
  let proxy: WireProxy;
  let connections: Socket[] = [];

  async function serve(answer: (socket: Socket) => void): Promise<void> {
    upstream = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      connections.push(socket);
      answer(socket);
    });
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const address = upstream.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    proxy = await startProxy({ upstream: `postgres://127.0.0.1:${port}/x` });
  }
  afterEach(async () => {
    await proxy[Symbol.asyncDispose]();
    connections = [];
    if (upstream.listening) await new Promise((resolve) => upstream.close(resolve));
  });

  const hello = startup({ user: 'x', database: 'x' });

  it('that refuses the connection is named to the client', async () => {
    await serve(() => undefined);
    await new Promise((resolve) => upstream.close(resolve));
    expect(await new RawClient(proxy).send(hello).ended).toMatch(
      /SFATAL.*C08001.*could not connect to the upstream server 127\.0\.0\.1:\d+/s,
    );
  });

  it('that is no PostgreSQL is named to the client', async () => {
    await serve((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await new RawClient(proxy).send(hello).ended).toMatch(
      /SFATAL.*C08P01.*does not speak the PostgreSQL protocol/s,
    );
  });

  it('that closes without a word is reported as a failed connection', async () => {
    await serve((socket) => socket.end());
    expect(await new RawClient(proxy).send(hello).ended).toMatch(/SFATAL.*C08006.*closed the connection unexpectedly/s);
  });

  it.each([
    ['closes', (socket: Socket) => socket.end(), /closed the connection unexpectedly/],
    ['is reset', (socket: Socket) => socket.resetAndDestroy(), /failed: .*ECONNRESET/],
  ])('that %s between two messages of an answer is reported as a failed connection', async (_, die, reason) => {
    await serve((socket) => {
      socket.write(Buffer.from(`R\0\0\0\x08\0\0\0\0${readyForQuery}`, 'latin1'));
      socket.once('data', () =>
        socket.once('data', () => socket.write(frame(backend.noticeResponse, Buffer.from('MLast words\0\0')))),
      );
    });
    const client = new RawClient(proxy).send(hello);
    await client.receives(isReady);
    const [server] = connections;
    client.send(query('SELECT 1'));
    await client.receives(/Last words/);
    if (server !== undefined) die(server);
    const told = await client.ended;
    expect(told).toMatch(/Last words\0\0E.*SFATAL.*C08006/s);
    expect(told).toMatch(reason);
    expect(proxy.statements.map((one) => [one.text, one.outcome])).toEqual([['SELECT 1', 'unanswered']]);
    await expect.poll(() => proxy.connections.map((one) => one.isOpen)).toEqual([false]);
  });

  it('that dies in the middle of a message ends the connection without inventing one', async () => {
    await serve((socket) => {
      socket.write(Buffer.from('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05I', 'latin1'));
      socket.end(Buffer.from([0x44, 0, 0, 1, 0, 0x41]));
    });
    const received = await new RawClient(proxy).send(hello).ended;
    expect(received).toBe('R\0\0\0\x08\0\0\0\0Z\0\0\0\x05ID\0\0\x01\0A');
  });
});
