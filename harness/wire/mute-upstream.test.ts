import { once } from 'node:events';
import { type Server, type Socket, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startProxy } from './start-proxy.ts';
import { RawClient, startup } from './testing/raw-client.ts';
import type { WireProxy, WireProxyOptions } from './wire-proxy.ts';

const hello = startup({ user: 'x', database: 'x' });
const cancelRequest = Buffer.from([0, 0, 0, 16, 0x04, 0xd2, 0x16, 0x2e, 0, 0, 0, 1, 0, 0, 0, 2]);
const shortly = { upstreamDeadlineMs: 20 };
const inTls = { upstreamTls: {} };

describe('an upstream that accepts and says nothing', () => {
  let upstream: Server;
  let reached: Promise<Socket>;
  let proxy: WireProxy | undefined;

  beforeEach(async () => {
    upstream = createServer((socket) => socket.on('error', () => undefined).resume());
    reached = once(upstream, 'connection').then(([socket]) => socket as Socket);
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
  });
  // Closes when its last connection has ended: what the proxy leaves open, this waits for.
  afterEach(async () => {
    await proxy?.[Symbol.asyncDispose]();
    await new Promise((resolve) => upstream.close(resolve));
  });

  async function clientOf(options: Omit<WireProxyOptions, 'upstream'>): Promise<RawClient> {
    const address = upstream.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    proxy = await startProxy({ upstream: `postgres://127.0.0.1:${port}/x`, ...options });
    return new RawClient(proxy);
  }

  const ended = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve));

  it.each([
    ['to the start-up packet', shortly, /has not said a word within 20 ms/],
    ['to the request for encryption', { ...shortly, ...inTls }, /no answer within 20 ms/],
  ])('%s is named to the client after the deadline', async (_, options, reason) => {
    const client = await clientOf(options);
    const told = await client.send(hello).ended;
    expect(told).toMatch(/SFATAL.*C08001.*the upstream server 127\.0\.0\.1:\d+/s);
    expect(told).toMatch(reason);
  });

  it('in the TLS handshake is named to the client after the deadline', async () => {
    upstream.on('connection', (socket: Socket) => socket.once('data', () => socket.write('S')));
    const client = await clientOf({ ...shortly, ...inTls });
    expect(await client.send(hello).ended).toMatch(/C08001.*no answer within 20 ms/s);
  });

  it('to a cancel request does not keep its client', async () => {
    // What is not read has no end: a server that answers neither the request nor the end of it.
    upstream.on('connection', (socket: Socket) => socket.pause());
    const client = await clientOf(shortly);
    expect(await client.send(cancelRequest).ended).toBe('');
    (await reached).resume();
  });

  it.each([
    ['closes', (client: RawClient) => client.socket.end()],
    ['vanishes', (client: RawClient) => client.socket.resetAndDestroy()],
  ])('is left at once when the client %s', async (_, leave) => {
    const client = await clientOf(inTls);
    client.send(hello);
    const socket = await reached;
    leave(client);
    await Promise.all([ended(socket), client.ended]);
    await expect.poll(() => proxy?.connections).toEqual([]);
  });

  it('is left at once when the proxy is closed', async () => {
    const client = await clientOf(inTls);
    client.send(hello);
    const socket = await reached;
    await proxy?.[Symbol.asyncDispose]();
    await ended(socket);
  });
});
