import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DatabaseServer, embeddedEngine } from '../../harness/database/index.ts';
import { type ApplicationWorld, openApplicationWorld } from './testing/application-world.ts';
import { type TcpRelay, startTcpRelay } from './testing/tcp-relay.ts';

const callers = 300;
const patience = { timeout: 15_000, interval: 5 };

let server: DatabaseServer;
let relay: TcpRelay;
let world: ApplicationWorld;
// A server of its own: whoever else used it would be thrown out, too.
beforeEach(async () => {
  server = await embeddedEngine.start();
  const reach = async ({ tcpUrl }: { tcpUrl: string }) => (relay = await startTcpRelay(tcpUrl)).url;
  world = await openApplicationWorld({ deadlineMs: 30_000, server, reach });
});
afterEach(async () => {
  await world[Symbol.asyncDispose]();
  await relay[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function admin(): Promise<Client> {
  const client = new Client({ connectionString: world.testDatabase.adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

const queryThatWaits = `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;

/** Kills the process of the session that waits: the server ends all others, recovers from its log and starts again, at the same address. */
async function killBackend(watcher: Client): Promise<void> {
  // What is committed without waiting for the log would be lost.
  await watcher.query('CHECKPOINT');
  const { rows } = await watcher.query<{ pid: number }>(queryThatWaits);
  expect(rows).toHaveLength(1);
  // Not "once": it would take the error that comes first for the end of the test.
  const over = new Promise<void>((resolve) => watcher.once('end', resolve));
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
  await over;
}

function send(port: number): ClientRequest {
  return httpRequest({ port, path: '/api/tenant', headers: { 'x-tenant-id': 'shop' }, agent: false }).end();
}

async function answered(request: ClientRequest): Promise<number | undefined> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  await text(response);
  return response.statusCode;
}

test('a database that restarts in the middle of a stampede costs its callers a 503, and the next ones nothing', async () => {
  const port = Number(new URL(await world.application.listen()).port);
  const holder = await admin();
  const watcher = await admin();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE tenants IN ACCESS EXCLUSIVE MODE');
  const asked = Array.from({ length: callers }, () => answered(send(port)));
  await vi.waitFor(() => expect(world.services.resolver.stats().entered).toBe(callers), patience);
  await vi.waitFor(async () => expect((await watcher.query(queryThatWaits)).rows).toHaveLength(1), patience);

  await killBackend(watcher);
  await relay.refuse();
  expect(new Set(await Promise.all(asked))).toEqual(new Set([503]));
  expect(world.services.resolver.stats()).toMatchObject({ loads: 1, shared: callers - 1 });
  expect((await world.ask('GET /ready')).json()).toMatchObject({ status: 503, code: 'NOT_READY' });
  expect(await answered(send(port))).toBe(503);

  await relay.accept();
  // While it recovers, the server refuses whoever comes.
  await vi.waitFor(async () => expect((await world.ask('GET /ready')).statusCode).toBe(200), patience);
  const after = Array.from({ length: callers }, () => answered(send(port)));
  expect(new Set(await Promise.all(after))).toEqual(new Set([200]));
  const users = Array.from({ length: 20 }, () => world.ask('GET /api/users', { as: 'admin' }));
  expect(new Set((await Promise.all(users)).map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  await Promise.all([holder.end(), watcher.end()]);
});
