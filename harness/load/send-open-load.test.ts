import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type RequestListener, createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { poissonArrivals } from './poisson-arrivals.ts';
import { sendLoad, sendOpenLoad } from './send-load.ts';

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const order = { ratePerSecond: 500, durationMs: 300, connections: 20, seed: 7, deadlineMs: 20_000 };

test('the same seed gives the same arrivals, about as many as the rate says', () => {
  const arrivals = poissonArrivals({ ...order, durationMs: 20_000 });
  expect(poissonArrivals({ ...order, durationMs: 20_000 })).toEqual(arrivals);
  expect(poissonArrivals({ ...order, seed: 8 })).not.toEqual(poissonArrivals(order));
  expect(arrivals.length).toBeGreaterThan(9_500);
  expect(arrivals.length).toBeLessThan(10_500);
  expect(arrivals).toEqual(arrivals.toSorted((one, other) => one - other));
});

test('every arrival is answered or has failed, with a reason', async () => {
  let turn = 0;
  await using server = await serve((request, response) => {
    if (++turn % 3 === 0) request.socket.destroy();
    else response.end('half of it all');
  });
  const result = await sendOpenLoad({ ...order, url: server.url });
  expect(result.sent).toBe(poissonArrivals(order).length);
  expect(result.failed).toBeGreaterThan(0);
  expect(result.answered + Object.values(result.failures).reduce((sum, count) => sum + count, 0)).toBe(result.sent);
  expect(result.timings.latencyMs).toHaveLength(result.answered);
  expect(result.doubts).toEqual([]);
});

test('a stall counts for everybody who came during it, not only for the one that met it', async () => {
  let turn = 0;
  await using server = await serve((_request, response) => {
    setTimeout(() => response.end(), ++turn === 1 ? 200 : 0);
  });
  const result = await sendOpenLoad({ ...order, url: server.url, connections: 1 });
  expect(result).toMatchObject({ failed: 0, highestInFlight: 1 });
  expect(result.highestBacklog).toBeGreaterThan(20);
  const waited = result.timings.latencyMs.filter((latency, index) => latency > 2 * (result.serviceMs[index] ?? 0));
  expect(waited.length).toBeGreaterThan(20);
});

test('who is told to stop rejects with the reason, and whoever asked hears that all was sent', async () => {
  const stop = new AbortController();
  await using server = await serve(() => {});
  const load = sendLoad(
    { url: server.url, connections: 5, deadlineMs: 60_000 },
    { signal: stop.signal, onAllSent: () => stop.abort(new Error('enough')) },
  );
  await expect(load).rejects.toThrow('enough');
});

test('timings hold one entry for each answer', async () => {
  await using server = await serve((_request, response) => response.end());
  const options = { url: server.url, connections: 4, requestsPerConnection: 5, deadlineMs: 20_000 };
  const { timings } = await sendLoad({ ...options, timings: true });
  expect(timings?.sentAtMs).toHaveLength(20);
  expect(timings?.latencyMs.every((latency) => latency > 0)).toBe(true);
  expect((await sendLoad(options)).timings).toBeUndefined();
});

test.each([{ ratePerSecond: 0 }, { durationMs: Number.NaN }, { connections: 0 }])(
  'an open load that makes no sense is refused: %o',
  async (wrong) => {
    await expect(sendOpenLoad({ ...order, url: 'http://127.0.0.1:1/', ...wrong })).rejects.toMatchObject({
      code: 'LOAD_OPTIONS_INVALID',
    });
  },
);

test('a load process whose sockets are intercepted is refused', async () => {
  await using server = await serve((_request, response) => response.end());
  const door = fileURLToPath(new URL('./send-load.ts', import.meta.url));
  const interception = `
    const { Socket } = await import('node:net');
    const { connect } = Socket.prototype;
    Socket.prototype.connect = function (...given) { return connect.apply(this, given); };`;
  const script = `
    const { sendLoad } = await import(${JSON.stringify(door)});
    await sendLoad({ url: ${JSON.stringify(server.url)}, connections: 1, deadlineMs: 1000 })
      .catch(({ code, message }) => console.log(code, message));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(interception)}` },
  });
  expect(stdout).toMatch(/^SOCKETS_INTERCEPTED The sockets of this process are intercepted \(.*data:text/);
});
