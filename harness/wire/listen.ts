import { once } from 'node:events';
import { unlink } from 'node:fs/promises';
import { type Server, connect } from 'node:net';
import { DependencyError } from '../../src/errors/index.ts';
import { type Endpoint, describeEndpoint, socketPath } from './endpoint.ts';
import type { WireProxyOptions } from './wire-proxy.ts';

const defaultPort = 5432;
// Node's default of 511 drops connections of a thousand clients that come at once.
const backlog = 4096;

/** Makes the server listen where the options say; a `DependencyError` (PROXY_CANNOT_LISTEN) says why it cannot. */
export async function listen(server: Server, place: WireProxyOptions['listen']): Promise<Endpoint> {
  if (place !== undefined && 'socketDirectory' in place) {
    const endpoint: Endpoint = { kind: 'socket', directory: place.socketDirectory, port: place.port ?? defaultPort };
    const path = socketPath(endpoint.directory, endpoint.port);
    await removeStale(path);
    await attempt(server, { path, backlog }, describeEndpoint(endpoint));
    return endpoint;
  }
  const host = place?.host ?? '127.0.0.1';
  await attempt(server, { host, port: place?.port ?? 0, backlog }, `${host}:${place?.port ?? 'any port'}`);
  const address = server.address();
  return { kind: 'tcp', host, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

async function attempt(server: Server, place: object, name: string): Promise<void> {
  try {
    server.listen(place);
    await once(server, 'listening');
    // A connection that cannot be accepted (no file descriptor left) must not end the process; its client sees it closed.
    server.on('error', () => undefined);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DependencyError(`The proxy cannot listen on ${name}: ${reason}`, { cause, code: 'PROXY_CANNOT_LISTEN' });
  }
}

/** A process that was killed leaves its socket's file; one that nobody answers on is in the way of nobody. */
async function removeStale(path: string): Promise<void> {
  const probe = connect(path);
  try {
    await once(probe, 'connect');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') await unlink(path);
  } finally {
    probe.destroy();
  }
}
