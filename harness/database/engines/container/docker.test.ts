import { type Server, createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { scratchFolder } from '../../testing/scratch-folder.ts';
import { engines, startEngine } from '../start-engine.ts';
import { containerEngine } from './container.ts';
import { dockerPlace, pingDocker } from './docker.ts';

afterEach(() => vi.unstubAllEnvs());

test('a daemon that accepts and never answers is told by one sentence, and the next engine is taken', async ({
  skip,
}) => {
  const local = engines.find(({ name }) => name === 'embedded');
  if (local === undefined || (await local.available()) !== true) return skip('no other engine runs here');
  using folder = scratchFolder();
  const silent = createSocket().listen(join(folder.path, 'docker.sock'));
  await once(silent, 'listening');
  vi.stubEnv('DOCKER_HOST', `unix://${folder.path}/docker.sock`);
  await using server = await startEngine({}, [containerEngine, local]);
  expect(server.chosen).toBe(
    `embedded: the first that can run here (${local.title}). The engine container cannot start: the Docker daemon at ${folder.path}/docker.sock did not answer within 1500 ms.`,
  );
  silent.close();
});

test('a daemon that answers with an error is not taken for one that works', async () => {
  await using daemon = await answering(503);
  expect(await pingDocker(dockerPlace({ DOCKER_HOST: daemon.host }))).toMatch(/answered 503 to a ping$/);
});

test('a daemon that answers is there', async () => {
  await using daemon = await answering(200);
  expect(await pingDocker(dockerPlace({ DOCKER_HOST: daemon.host }))).toBe(true);
});

test.each([
  ['unix:///nonexistent/docker.sock', /ENOENT/],
  ['ssh://somewhere', /DOCKER_HOST names ssh:\/\/somewhere, which is neither unix:\/\/ nor tcp:\/\//],
])('the daemon %s cannot be used, and the reason is told', async (host, reason) => {
  expect(await pingDocker(dockerPlace({ DOCKER_HOST: host }))).toMatch(reason);
});

async function answering(status: number): Promise<AsyncDisposable & { readonly host: string }> {
  const server: Server = createServer((_, response) => response.writeHead(status).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    host: `tcp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}
