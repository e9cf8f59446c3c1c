import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ApplicationWorld, openApplicationWorld } from './testing/application-world.ts';
import { type TcpRelay, startTcpRelay } from './testing/tcp-relay.ts';

let relay: TcpRelay;
let world: ApplicationWorld;
beforeEach(async () => {
  const reach = async ({ tcpUrl }: { tcpUrl: string }) => (relay = await startTcpRelay(tcpUrl)).url;
  world = await openApplicationWorld({ deadlineMs: 10_000, reach });
});
afterEach(async () => {
  relay.speak();
  await world[Symbol.asyncDispose]();
  await relay[Symbol.asyncDispose]();
});

const patience = { timeout: 15_000, interval: 5 };
const asAdmin = { as: 'admin' } as const;

test('a database that takes what it is sent and says nothing turns readiness red before requests are given up', async () => {
  expect((await world.ask('GET /api/users', asAdmin)).statusCode).toBe(200);
  relay.silence();
  const ended: string[] = [];
  const ask = (path: string, options = {}) => world.ask(`GET ${path}`, options).finally(() => ended.push(path));
  // The first one asks on the connection that is there, the second one on a new one.
  const probes = [ask('/ready')];
  const waiting = ask('/api/users', asAdmin);
  probes.push(ask('/ready'));
  for (const probe of await Promise.all(probes)) expect(probe.json()).toMatchObject({ status: 503, code: 'NOT_READY' });
  expect((await world.ask('GET /health')).statusCode).toBe(200);
  expect(ended).toEqual(['/ready', '/ready']);
  relay.speak();
  expect((await waiting).statusCode).toBe(200);
  await vi.waitFor(async () => expect((await world.ask('GET /ready')).statusCode).toBe(200), patience);
});
