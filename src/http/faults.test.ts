import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ApplicationWorld, openApplicationWorld } from './testing/application-world.ts';
import { type DatabaseLevers, databaseLevers } from './testing/database-levers.ts';

let world: ApplicationWorld;
let levers: DatabaseLevers;
const patience = { timeout: 15_000, interval: 5 };

async function open(options: { deadlineMs: number }): Promise<void> {
  world = await openApplicationWorld(options);
  levers = await databaseLevers(world.testDatabase);
}
// Longer than any wait here: what ends, ends for another reason.
beforeEach(async () => open({ deadlineMs: 30_000 }));
afterEach(async () => {
  await levers[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const entered = async (callers: number) =>
  vi.waitFor(() => expect(world.services.resolver.stats().entered).toBe(callers), patience);
const tenant = 'GET /api/tenant';
/** The database answers again, and the pool has noticed which of its connections are gone. */
const recovered = async () =>
  vi.waitFor(async () => expect((await world.ask('GET /ready')).statusCode).toBe(200), patience);
const statuses = async (asked: Promise<{ statusCode: number }>[]) => [
  ...new Set((await Promise.all(asked)).map(({ statusCode }) => statusCode)),
];

describe('the database is down', () => {
  test('requests are answered 503, readiness is red, health is green, and all recover without a restart', async () => {
    await levers.down();
    expect((await world.ask(tenant)).json()).toMatchObject({ status: 503, code: 'DEPENDENCY_UNAVAILABLE' });
    expect((await world.ask('GET /ready')).json()).toMatchObject({ status: 503, code: 'NOT_READY' });
    expect((await world.ask('GET /health')).statusCode).toBe(200);
    await levers.up();
    await recovered();
    expect((await world.ask(tenant)).statusCode).toBe(200);
  });

  test('a tenant that is cached is served, what needs the database is 503', async () => {
    await world.ask(tenant);
    await levers.down();
    expect((await world.ask(tenant)).statusCode).toBe(200);
    expect((await world.ask('GET /api/users', { as: 'admin' })).statusCode).toBe(503);
    await levers.up();
    await recovered();
    expect((await world.ask('GET /api/users', { as: 'admin' })).statusCode).toBe(200);
  });

  test('a write is 503 and leaves nothing behind', async () => {
    const before = await world.rowCount();
    await world.ask(tenant);
    await levers.down();
    const payload = { kind: 'post', translations: [{ locale: 'en', title: 'Lost' }] };
    const answer = await world.ask('POST /api/content/nodes', { as: 'admin', payload });
    expect(answer.statusCode).toBe(503);
    await levers.up();
    await recovered();
    expect(await world.rowCount()).toBe(before);
  });
});

describe('a stampede on a tenant that is not cached', () => {
  test('costs one load, whoever asks', async () => {
    await levers.lock('tenants');
    const asked = Array.from({ length: 1000 }, () => world.ask(tenant));
    await entered(1000);
    await levers.release();
    expect(await statuses(asked)).toEqual([200]);
    expect(world.services.resolver.stats()).toMatchObject({ loads: 1, shared: 999 });
  });

  test('whose connection is cut in the middle is answered 503, and the next request recovers', async () => {
    await levers.lock('tenants');
    const asked = Array.from({ length: 200 }, () => world.ask(tenant));
    await entered(200);
    await vi.waitFor(async () => expect(await levers.busySessions()).toBe(1), patience);
    await levers.terminate();
    expect(await statuses(asked)).toEqual([503]);
    await levers.release();
    await recovered();
    expect((await world.ask(tenant)).statusCode).toBe(200);
    expect(world.services.resolver.stats().loads).toBe(2);
  });

  test('takes one connection of the pool and starves nobody', async () => {
    await world.ask(tenant);
    await levers.lock('tenants');
    const asked = Array.from({ length: 200 }, () => world.ask(tenant, { tenant: 'other' }));
    await entered(201);
    expect((await world.ask('GET /api/users', { as: 'admin' })).statusCode).toBe(200);
    await levers.release();
    expect(await statuses(asked)).toEqual([200]);
  });
});

describe('the database is slow', () => {
  test('requests end with 504 at their deadline, and the pool serves the next ones', async () => {
    await levers[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
    await open({ deadlineMs: 1000 });
    await levers.lock('tenants');
    const names = Array.from({ length: 50 }, (_, index) => `slow-${index}`);
    const asked = names.map((name) => world.ask(tenant, { tenant: name }));
    expect(await statuses(asked)).toEqual([504]);
    await levers.release();
    await vi.waitFor(async () => expect((await world.ask(tenant)).statusCode).toBe(200), patience);
    await vi.waitFor(async () => expect(await levers.busySessions()).toBe(0), patience);
  });
});

describe('clients', () => {
  let port: number;
  beforeEach(async () => {
    port = Number(new URL(await world.application.listen()).port);
  });

  function send(path: string, headers: Record<string, string> = {}): ClientRequest {
    const request = httpRequest({ port, path, headers: { 'x-tenant-id': 'shop', ...headers }, agent: false });
    request.on('error', () => undefined);
    request.end();
    return request;
  }
  async function answered(request: ClientRequest): Promise<number | undefined> {
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await text(response);
    return response.statusCode;
  }

  test('the first one that goes away cancels nobody else', async () => {
    await levers.lock('tenants');
    const first = send('/api/tenant');
    await entered(1);
    const others = Array.from({ length: 9 }, () => answered(send('/api/tenant')));
    await entered(10);
    first.destroy();
    await levers.release();
    expect(await Promise.all(others)).toEqual(Array.from({ length: 9 }, () => 200));
    expect(world.services.resolver.stats().loads).toBe(1);
  });

  test('that have all gone leave no load to join: the next request starts its own', async () => {
    await levers.lock('tenants');
    const gone = [send('/api/tenant'), send('/api/tenant')];
    await entered(2);
    for (const request of gone) request.destroy();
    await vi.waitFor(async () => {
      const { entered: before } = world.services.resolver.stats();
      const probe = send('/api/tenant');
      await entered(before + 1);
      probe.destroy();
      expect(world.services.resolver.stats().loads).toBeGreaterThan(1);
    }, patience);
    await levers.release();
    expect(await answered(send('/api/tenant'))).toBe(200);
  });

  test('that drip their body hold no connection of the database and are cut off', async () => {
    await levers[Symbol.asyncDispose]();
    await world[Symbol.asyncDispose]();
    await open({ deadlineMs: 2000 });
    port = Number(new URL(await world.application.listen()).port);
    const token = await world.tokenOf('admin');
    const lines = [
      'POST /api/content/nodes HTTP/1.1',
      'host: x',
      'x-tenant-id: shop',
      `authorization: Bearer ${token}`,
      'content-type: application/json',
      'content-length: 1000',
    ];
    const sockets = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
    const ends = sockets.map((socket) => {
      socket.on('error', () => undefined).resume();
      socket.write(`${lines.join('\r\n')}\r\n\r\n{`);
      const drip = setInterval(() => socket.write(' '), 20);
      // Not "once": it would take the reset that may come first for the end of the test.
      return new Promise<void>((resolve) => {
        socket.once('close', () => {
          clearInterval(drip);
          resolve();
        });
      });
    });
    await entered(20);
    await vi.waitFor(async () => expect(await levers.busySessions()).toBe(0), patience);
    expect(await answered(send('/api/tenant'))).toBe(200);
    await Promise.all(ends);
  });

  test('that go away in the middle of a write leave it whole, done or not done', async () => {
    const token = await world.tokenOf('admin');
    const payload = JSON.stringify({ kind: 'post', translations: [{ locale: 'en', title: 'Half' }] });
    await levers.lock('sys_events');
    const request = httpRequest({
      port,
      path: '/api/content/nodes',
      method: 'POST',
      agent: false,
      headers: { 'x-tenant-id': 'shop', authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    request.on('error', () => undefined);
    request.end(payload);
    await vi.waitFor(async () => expect(await levers.busySessions()).toBe(1), patience);
    request.destroy();
    await levers.release();
    await vi.waitFor(async () => expect(await levers.busySessions()).toBe(0), patience);
    const [counts] = await world.sql<{ nodes: number; events: number }>(
      'SELECT (SELECT count(*)::int FROM nodes) AS nodes, (SELECT count(*)::int FROM sys_events) AS events',
    );
    expect(counts?.nodes).toBe(counts?.events);
  });

  test('under way when the application stops are answered, new ones are refused', async () => {
    await levers.lock('tenants');
    const underWay = answered(send('/api/tenant'));
    await entered(1);
    const closed = world.application.close();
    await levers.release();
    expect(await underWay).toBe(200);
    await closed;
    const [error] = (await once(send('/api/tenant'), 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });
});
