import { once } from 'node:events';
import { connect } from 'node:net';
import { requireLoopback } from '../../../harness/load/index.ts';
import { RustokError } from '../../../src/errors/index.ts';

const patienceMs = 3_000;

/** Opens a connection and sends nothing: a request would warm the cache that is to be found cold. */
export async function requireReachable(url: string, options: { readonly allowRemote: boolean }): Promise<void> {
  if (!options.allowRemote) requireLoopback(url);
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port === '' ? 80 : port) });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patienceMs) });
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    throw new RustokError('TARGET_DOWN', `Nothing listens at ${hostname}:${port} (${why}). Start the service first.`, {
      cause,
    });
  } finally {
    socket.destroy();
  }
}
