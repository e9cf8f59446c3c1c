import { type Socket, connect } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { type Endpoint, describeEndpoint, socketPath } from './endpoint.ts';
import { WireFailure, sqlState } from './wire-failure.ts';

/** The server behind the proxy. */
export interface Upstream {
  readonly endpoint: Endpoint;
  /** TLS towards the server; undefined is plain. */
  readonly tls: ConnectionOptions | undefined;
  /** How long it may take to let the proxy in, and then to say its first word. */
  readonly deadlineMs: number;
}

const sslRequestPacket = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/**
 * Opens a connection to the server, encrypted when asked for, until its deadline or as long as somebody waits for it; a `WireFailure` says which
 * endpoint refused and why.
 */
export async function connectUpstream({ endpoint, tls, deadlineMs }: Upstream, unwanted: AbortSignal): Promise<Socket> {
  const socket =
    endpoint.kind === 'tcp'
      ? connect({ host: endpoint.host, port: endpoint.port, allowHalfOpen: true, noDelay: true })
      : connect({ path: socketPath(endpoint.directory, endpoint.port), allowHalfOpen: true });
  let reason: string | undefined;
  const giveUp = (why: string) => {
    reason = why;
    socket.destroy();
  };
  const leave = () => giveUp('nobody waits for it any more');
  const deadline = setTimeout(() => giveUp(`no answer within ${deadlineMs} ms`), deadlineMs).unref();
  unwanted.addEventListener('abort', leave);
  if (unwanted.aborted) leave();
  try {
    await once(socket, 'connect');
    return tls === undefined ? socket : await encrypt(socket, tls, endpoint);
  } catch (cause) {
    socket.destroy();
    if (cause instanceof WireFailure) throw cause;
    reason ??= cause instanceof Error ? cause.message : String(cause);
    throw new WireFailure(
      sqlState.cannotConnect,
      `could not connect to the upstream server ${describeEndpoint(endpoint)}: ${reason}`,
      { cause },
    );
  } finally {
    clearTimeout(deadline);
    unwanted.removeEventListener('abort', leave);
  }
}

async function encrypt(socket: Socket, tls: ConnectionOptions, endpoint: Endpoint): Promise<Socket> {
  socket.write(sslRequestPacket);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    socket.once('data', resolve);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed during the request for encryption')));
  });
  socket.pause();
  if (answer.length !== 1 || answer[0] !== 0x53)
    throw new WireFailure(
      sqlState.cannotConnect,
      `the upstream server ${describeEndpoint(endpoint)} does not accept TLS`,
    );
  const host = endpoint.kind === 'tcp' ? endpoint.host : 'localhost';
  const encrypted = connectTls({ servername: /^[\d.:]+$/.test(host) ? '' : host, host, ...tls, socket });
  await once(encrypted, 'secureConnect');
  return encrypted;
}

function once(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      socket.off(event, succeeded).off('error', failed).off('close', closed);
      outcome();
    };
    const succeeded = () => settle(resolve);
    const failed = (error: Error) => settle(() => reject(error));
    const closed = () => settle(() => reject(new Error('the connection was closed')));
    socket.once(event, succeeded).once('error', failed).once('close', closed);
  });
}
