import { createServer } from 'node:http';
import { once } from 'node:events';
import { HttpResponse, http } from 'msw';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAdminConnection } from '../counting/index.ts';
import { createTestDatabase } from '../database/index.ts';
import { type OpenHttpMock, openHttpMock } from './index.ts';

let mock: OpenHttpMock;
beforeEach(async () => {
  mock = await openHttpMock();
});
afterEach(() => mock[Symbol.dispose]());

test('answers what a handler is there for', async () => {
  mock.use(http.get('https://rates.example/eur', () => HttpResponse.json({ rate: 1.1 })));
  const answer = await fetch('https://rates.example/eur');
  expect(await answer.json()).toEqual({ rate: 1.1 });
  mock.check();
});

test('refuses what no handler answers, also on loopback, and names it', async () => {
  const arrived: string[] = [];
  const server = createServer((request, response) => {
    arrived.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  try {
    await expect(fetch(`http://127.0.0.1:${port}/pay`, { method: 'POST' })).rejects.toThrow();
    await expect(fetch('https://rates.example/usd')).rejects.toThrow();
    expect(arrived).toEqual([]);
    expect(() => mock.check()).toThrow(
      expect.objectContaining({
        code: 'UNHANDLED_REQUEST',
        message: expect.stringContaining(
          `\n  POST http://127.0.0.1:${port}/pay\n  GET https://rates.example/usd\n`,
        ) as string,
      }),
    );
  } finally {
    server.close();
  }
});

test('lets databases through, by socket and by TCP', async () => {
  await using database = await createTestDatabase();
  for (const url of [database.url, database.tcpUrl]) {
    await using connection = await openAdminConnection(url);
    expect(await connection.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }
  mock.check();
});

test('gives the network back when it is disposed', async () => {
  mock[Symbol.dispose]();
  const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect(await answer.text()).toBe('here');
  server.close();
});

test('is given to one at a time: a second one is refused until the first is disposed', async () => {
  await expect(openHttpMock()).rejects.toMatchObject({
    code: 'HTTP_MOCK_IN_USE',
    message: expect.stringMatching(/^The fixture http: another test .* test\.concurrent/) as string,
  });
  mock.use(http.get('https://rates.example/eur', () => HttpResponse.json({ rate: 1.1 })));
  expect((await fetch('https://rates.example/eur')).status).toBe(200);
  mock[Symbol.dispose]();
  const [first, second] = await Promise.allSettled([openHttpMock(), openHttpMock()]);
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'HTTP_MOCK_IN_USE' } });
  if (first.status === 'fulfilled') first.value[Symbol.dispose]();
  (await openHttpMock())[Symbol.dispose]();
});
