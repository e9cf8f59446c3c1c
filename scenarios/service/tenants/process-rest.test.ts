import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ServiceProcess } from '../process/service-process.ts';
import { canSeeRest, isAtRest } from './process-rest.ts';

/** Stands still at 'stop', spins at 'spin', and swallows everything else. */
const script = `
  const { createServer } = require('node:net');
  createServer((socket) => socket.on('data', (data) => {
    if (String(data) === 'spin') for (;;);
    if (String(data) === 'stop') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  })).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
`;

let started: ServiceProcess;
let port: number;
let socket: Socket;
beforeEach(async () => {
  started = new ServiceProcess({ command: [process.execPath, '-e', script], directory: '/', environment: {} });
  port = Number(await new Promise<string>((resolve) => started.onLine(resolve)));
  socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
});
afterEach(async () => {
  socket.destroy();
  await started.kill();
});

const send = (text: string) => new Promise((resolve) => socket.write(text, resolve));
const atRest = () => isAtRest(started.pid, port);

test.runIf(canSeeRest)('a process that has read everything and waits is at rest', async () => {
  await send('hello');
  await expect.poll(atRest).toBe(true);
});

test.runIf(canSeeRest)('a process that computes is not', async () => {
  await send('spin');
  await expect.poll(atRest).toBe(false);
  expect(await atRest()).toBe(false);
});

test.runIf(canSeeRest)('a process that waits is not, while something is sent to it that it has not read', async () => {
  await send('stop');
  await expect.poll(atRest).toBe(true);
  await send('more');
  await expect.poll(atRest).toBe(false);
});
