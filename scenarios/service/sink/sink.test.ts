import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Sink } from './sink.ts';

let sink: Sink;
beforeEach(async () => {
  sink = await Sink.open();
});
afterEach(() => sink[Symbol.asyncDispose]());

const send = (body: string) => fetch(sink.url, { method: 'POST', body, headers: { connection: 'close' } });

/** A connection on which so much of a request has been sent. */
async function halfSent(text: string): Promise<Socket> {
  const socket = connect(Number(new URL(sink.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(text, resolve));
  return socket;
}

test('records what is posted to any path, in the order of arrival', async () => {
  await send('{"id":1}');
  await fetch(`${sink.url}/topics/orders`, { method: 'POST', body: '[{"id":2},{"id":3}]' });
  expect(sink.received).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  sink.forget();
  expect(sink.received).toEqual([]);
});

test('records what is no JSON object as it came', async () => {
  await send('order placed');
  await send('7');
  expect(sink.received).toEqual([{ body: 'order placed' }, { body: '7' }]);
});

test('tells numbers apart that no double can', async () => {
  await send('{"id":9007199254740993}');
  expect(sink.received).toEqual([{ id: '9007199254740993' }]);
});

test('refuses events for a while, and counts the refusals', async () => {
  const { result, refused } = await sink.refuseDuring(async () => [(await send('{"id":1}')).status]);
  expect([result, refused]).toEqual([[503], 1]);
  expect(sink.received).toEqual([]);
  expect((await send('{"id":2}')).status).toBe(204);
  expect(sink.received).toEqual([{ id: 2 }]);
  await expect(sink.refuseDuring(() => Promise.reject(new Error('work')))).rejects.toThrow('work');
  expect((await send('{"id":3}')).status).toBe(204);
});

test('refuses to be read', async () => {
  expect((await fetch(sink.url, { headers: { connection: 'close' } })).status).toBe(405);
  expect(sink.received).toEqual([]);
});

test('is settled when every connection has ended; half an event is none', async () => {
  const head = 'POST / HTTP/1.1\r\nHost: sink\r\nContent-Length: 8\r\n\r\n';
  const [whole, half] = await Promise.all([halfSent(`${head}{"id":1}`), halfSent(`${head}{"id`)]);
  let isSettled = false;
  const settled = sink.settled().then(() => (isSettled = true));
  await expect.poll(() => sink.received).toEqual([{ id: 1 }]);
  expect(isSettled).toBe(false);
  whole.destroy();
  half.destroy();
  await settled;
  expect(sink.received).toEqual([{ id: 1 }]);
});
