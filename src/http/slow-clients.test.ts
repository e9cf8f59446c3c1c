import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Application } from './application.ts';
import { openInTenant } from './route-access.ts';
import { type ApplicationWorld, openApplicationWorld } from './testing/application-world.ts';
import { type DatabaseLevers, databaseLevers } from './testing/database-levers.ts';

const patience = { timeout: 40_000, interval: 20 };
const clients = 3;
/** More than all buffers between two sockets take. */
const long = 'a'.repeat(12_000_000);

const routes = (server: Application['server']): void => {
  server.get('/long', { config: openInTenant }, async () => long);
};

let world: ApplicationWorld;
let levers: DatabaseLevers;
let port: number;
let sockets: Socket[] = [];
beforeEach(async () => {
  world = await openApplicationWorld({ deadlineMs: 3000, application: { routes } });
  levers = await databaseLevers(world.testDatabase);
  port = Number(new URL(await world.application.listen()).port);
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await levers[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

async function connectAll(): Promise<void> {
  sockets = Array.from({ length: clients }, () => connect(port, '127.0.0.1'));
  for (const socket of sockets) socket.on('error', () => undefined);
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
}

/** Connections that the application holds open, whatever their clients know of it. */
const openConnections = () =>
  new Promise<number>((resolve, reject) => {
    world.application.server.server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });

async function nothingIsHeld(): Promise<void> {
  await vi.waitFor(async () => expect(await openConnections()).toBe(0), patience);
  await vi.waitFor(async () => expect(await levers.busySessions()).toBe(0), patience);
  expect((await world.ask('GET /api/tenant')).statusCode).toBe(200);
}

async function bytesUntilClosed(socket: Socket): Promise<number> {
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.resume();
  });
  return socket.bytesRead;
}

test('clients that drip their headers hold no connection of the database and are cut off', async () => {
  await connectAll();
  const drips = sockets.map((socket) => {
    socket.resume().write('GET /api/tenant HTTP/1.1\r\nhost: x\r\nx-tenant-id: shop\r\nx-slow: ');
    return setInterval(() => socket.write('a'), 20);
  });
  await vi.waitFor(async () => expect(await openConnections()).toBe(clients), patience);
  expect((await world.ask('GET /api/tenant')).statusCode).toBe(200);
  await nothingIsHeld();
  for (const drip of drips) clearInterval(drip);
  expect(world.application.arrivals()).toBe(2);
});

test('clients that never read their answers hold no connection of the database and are cut off', async () => {
  await connectAll();
  for (const socket of sockets) socket.pause().write('GET /long HTTP/1.1\r\nhost: x\r\nx-tenant-id: shop\r\n\r\n');
  await vi.waitFor(() => expect(world.application.arrivals()).toBe(clients), patience);
  await nothingIsHeld();
  // What lay between them when they were cut off.
  for (const taken of await Promise.all(sockets.map(bytesUntilClosed))) {
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(long.length);
  }
});
