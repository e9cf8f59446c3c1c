import { execFile } from 'node:child_process';
import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { sendLoad } from './send-load.ts';

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

test('a burst sends one request on each connection and every answer is counted', async () => {
  let seen = 0;
  await using server = await serve((_request, response) => {
    seen += 1;
    response.end('hello acme');
  });
  const result = await sendLoad({ url: server.url, connections: 1000, expectInBody: 'acme', deadlineMs: 20_000 });
  expect(result).toEqual({
    sent: 1000,
    answered: 1000,
    failed: 0,
    statuses: { 200: 1000 },
    mismatches: 0,
    failures: {},
    samples: { 200: 'hello acme' },
    doubts: [],
  });
  expect(seen).toBe(1000);
});

test('a closed loop sends the next request when the one before is answered', async () => {
  await using server = await serve((_request, response) => response.end());
  const result = await sendLoad({ url: server.url, connections: 7, requestsPerConnection: 13, deadlineMs: 20_000 });
  expect(result).toMatchObject({ sent: 91, answered: 91, failed: 0, doubts: [] });
});

test('the headers are sent', async () => {
  await using server = await serve((request, response) => response.end(String(request.headers['x-tenant-id'])));
  const result = await sendLoad({
    url: server.url,
    headers: { 'X-Tenant-ID': 'acme' },
    connections: 2,
    expectInBody: 'acme',
    deadlineMs: 20_000,
  });
  expect(result).toMatchObject({ answered: 2, mismatches: 0 });
});

test('answers are counted by status, with a body of each', async () => {
  let turn = 0;
  await using server = await serve((_request, response) => {
    turn += 1;
    response.statusCode = turn % 4 === 0 ? 503 : 404;
    response.end(`number ${response.statusCode}`);
  });
  const result = await sendLoad({ url: server.url, connections: 100, deadlineMs: 20_000 });
  expect(result).toMatchObject({
    statuses: { 404: 75, 503: 25 },
    samples: { 404: 'number 404', 503: 'number 503' },
    doubts: [],
  });
});

test('an answer without the expected text is a mismatch, and one is shown', async () => {
  let turn = 0;
  await using server = await serve((_request, response) => response.end(++turn % 10 === 0 ? 'umbrella' : 'acme'));
  const result = await sendLoad({ url: server.url, connections: 50, expectInBody: 'acme', deadlineMs: 20_000 });
  expect(result).toMatchObject({ answered: 50, mismatches: 5, mismatch: 'umbrella', doubts: [] });
});

test('a connection that the server closes quietly is a failed request', async () => {
  let turn = 0;
  await using server = await serve((request, response) => {
    if (++turn % 2 === 0) response.end();
    else request.socket.end();
  });
  const result = await sendLoad({ url: server.url, connections: 100, deadlineMs: 20_000 });
  expect(result).toMatchObject({
    sent: 100,
    answered: 50,
    failed: 50,
    failures: { 'closed without an answer': 50 },
    doubts: [],
  });
});

test('a connection that the server resets is a failed request', async () => {
  await using server = await serve((request) => request.socket.resetAndDestroy());
  const result = await sendLoad({ url: server.url, connections: 10, deadlineMs: 20_000 });
  expect(result).toMatchObject({ sent: 10, answered: 0, failed: 10, failures: { ECONNRESET: 10 } });
});

test('who has no answer at the deadline has failed', async () => {
  let turn = 0;
  await using server = await serve((_request, response) => {
    if (++turn > 3) return;
    response.end();
  });
  const result = await sendLoad({ url: server.url, connections: 10, deadlineMs: 300 });
  expect(result).toMatchObject({ sent: 10, answered: 3, failed: 7, failures: { 'no answer before the deadline': 7 } });
});

test('a server that is not there fails every request', async () => {
  const { url, ...server } = await serve(() => {});
  await server[Symbol.asyncDispose]();
  const result = await sendLoad({ url, connections: 10, deadlineMs: 20_000 });
  expect(result).toMatchObject({ sent: 10, failed: 10, failures: { ECONNREFUSED: 10 } });
});

test.each(['http://192.0.2.1/', 'http://example.org/', 'https://127.0.0.1/', 'http://127.example.org/', 'no url'])(
  'load is never sent to %s',
  async (url) => {
    await expect(sendLoad({ url, connections: 1, deadlineMs: 100 })).rejects.toMatchObject({
      code: 'LOAD_NOT_LOOPBACK',
    });
  },
);

test.each([
  { connections: 0, deadlineMs: 100 },
  { connections: 1.5, deadlineMs: 100 },
  { connections: 1, requestsPerConnection: 0, deadlineMs: 100 },
  { connections: 1, deadlineMs: Number.NaN },
])('an order that makes no sense is refused: %o', async (options) => {
  await expect(sendLoad({ url: 'http://127.0.0.1:1/', ...options })).rejects.toMatchObject({
    code: 'LOAD_OPTIONS_INVALID',
  });
});

test('too few open files are refused with the number needed', async () => {
  const door = fileURLToPath(new URL('./send-load.ts', import.meta.url));
  const script = `
    const { sendLoad } = await import(${JSON.stringify(door)});
    await sendLoad({ url: 'http://127.0.0.1:1/', connections: 1000, deadlineMs: 100 })
      .catch(({ code, message }) => console.log(code, message));`;
  const { stdout } = await promisify(execFile)('sh', [
    '-c',
    'ulimit -n 200 && exec "$0" --input-type=module --eval "$1"',
    process.execPath,
    script,
  ]);
  expect(stdout).toBe(
    'TOO_FEW_OPEN_FILES 1000 connections need 1096 open files in one process, the limit is 200. Run: ulimit -n 1096\n',
  );
});
