import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RequestGate } from './request-gate.ts';
import { sendLoad } from './send-load.ts';
import { sendRequest } from './send-request.ts';

let entered = 0;
let gate: RequestGate;
let url: string;
let stop: () => void;

beforeEach(async () => {
  entered = 0;
  const server = createServer((_request, response) => {
    entered += 1;
    response.end('in');
  });
  gate = new RequestGate(server);
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  stop = () => {
    server.close();
    server.closeAllConnections();
  };
});
afterEach(() => stop());

test('nobody enters before all have arrived', async () => {
  gate.close();
  const load = sendLoad({ url, connections: 1000, deadlineMs: 20_000 });
  await expect.poll(() => gate.arrived, { timeout: 10_000 }).toBe(1000);
  expect(entered).toBe(0);
  gate.open();
  expect(await load).toMatchObject({ statuses: { 200: 1000 }, doubts: [] });
  expect(entered).toBe(1000);
});

test('an open gate counts and lets pass', async () => {
  expect(await sendRequest({ url }).answer).toEqual({ status: 200, body: 'in' });
  expect(gate.arrived).toBe(1);
  expect(gate.abandoned).toBe(0);
});

test('a client that goes away before its answer is counted', async () => {
  gate.close();
  const leaving = sendRequest({ url });
  await expect.poll(() => gate.arrived).toBe(1);
  leaving.abandon();
  await expect(leaving.answer).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect.poll(() => gate.abandoned).toBe(1);
});
