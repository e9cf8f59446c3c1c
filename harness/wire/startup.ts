import type { Socket } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { acceptTls, beginsTls } from './accept-tls.ts';
import { WireFailure, sqlState } from './wire-failure.ts';

/** What a client's first packet asks for; `packet` is forwarded as it came. */
export interface Startup {
  readonly kind: 'session' | 'cancel';
  readonly socket: Socket;
  readonly packet: Buffer;
  readonly parameters: ReadonlyMap<string, string>;
}

const sslRequest = 80877103;
const gssEncryptionRequest = 80877104;
const cancelRequest = 80877102;
/** Length and code. */
const headLength = 8;
const longestPacket = 10_000;
/** A client that says nothing is closed after a minute, as by the server's own authentication_timeout. */
const patienceMs = 60_000;

/**
 * Reads a client's start-up, answering requests for encryption on the way: `S` when a certificate is given, else `N`. With a certificate
 * a client may also begin with TLS at once (`sslnegotiation=direct`). Undefined when the client left without a word; a `WireFailure` when it does not speak the protocol.
 */
export async function receiveStartup(
  client: Socket,
  tls: SecureContextOptions | undefined,
): Promise<Startup | undefined> {
  const patience = setTimeout(() => client.destroy(), patienceMs).unref();
  try {
    return await negotiate(client, tls);
  } finally {
    clearTimeout(patience);
  }
}

async function negotiate(client: Socket, tls: SecureContextOptions | undefined): Promise<Startup | undefined> {
  let socket = client;
  for (;;) {
    const head = await readBytes(socket, headLength);
    if (head === undefined) return undefined;
    if (socket === client && beginsTls(head)) {
      socket = await acceptDirectTls(client, head, tls);
      continue;
    }
    const packet = await readPacket(socket, head);
    const code = packet.readInt32BE(4);
    if (code === sslRequest && tls !== undefined && socket === client) socket = await encrypt(client, tls);
    else if (code === sslRequest || code === gssEncryptionRequest) socket.write('N');
    else if (code === cancelRequest) return { kind: 'cancel', socket, packet, parameters: new Map() };
    else if (code >>> 16 === 3) return { kind: 'session', socket, packet, parameters: parametersOf(packet) };
    else
      throw new WireFailure(
        sqlState.unsupported,
        `unsupported frontend protocol ${code >>> 16}.${code & 0xffff}: supports 3.x`,
      );
  }
}

/** The client has asked for encryption and waits for the answer. */
async function encrypt(client: Socket, tls: SecureContextOptions): Promise<Socket> {
  if (client.readableLength > 0)
    throw new WireFailure(sqlState.protocolViolation, 'received unencrypted data after the request for encryption');
  client.write('S');
  return (await acceptTls(client, tls)).socket;
}

/** The client has begun the handshake without asking; it must name the protocol, as the server demands. */
async function acceptDirectTls(client: Socket, head: Buffer, tls: SecureContextOptions | undefined): Promise<Socket> {
  if (tls === undefined)
    throw new WireFailure(
      sqlState.unsupported,
      'direct TLS needs a certificate and its key, which this proxy was not given; use sslnegotiation=postgres',
    );
  client.unshift(head);
  const { socket, namesProtocol } = await acceptTls(client, tls);
  if (namesProtocol) return socket;
  // As the server does it: nothing can be told in plain any more.
  socket.destroy();
  client.destroy();
  throw new WireFailure(sqlState.protocolViolation, 'direct TLS without the ALPN protocol postgresql');
}

/** One packet without a type byte, whose first bytes have been read. */
async function readPacket(socket: Socket, head: Buffer): Promise<Buffer> {
  const length = head.readInt32BE(0);
  if (length < headLength || length > longestPacket)
    throw new WireFailure(sqlState.protocolViolation, `invalid length of startup packet: ${length}`);
  if (length === headLength) return head;
  const body = await readBytes(socket, length - headLength);
  if (body === undefined) throw new WireFailure(sqlState.protocolViolation, 'incomplete startup packet');
  return Buffer.concat([head, body]);
}

/** Exactly `count` bytes, the rest stays in the socket; undefined at an end before the first of them, a failure in the middle. */
function readBytes(socket: Socket, count: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (outcome: () => void) => {
      socket.off('readable', attempt).off('end', ended).off('close', ended).off('error', failed);
      outcome();
    };
    const attempt = () => {
      const bytes = socket.read(count) as Buffer | null;
      if (bytes === null) return;
      if (bytes.length === count) settle(() => resolve(bytes));
      else settle(() => reject(new WireFailure(sqlState.protocolViolation, 'incomplete startup packet')));
    };
    const ended = () => settle(() => resolve(undefined));
    const failed = (cause: Error) =>
      settle(() =>
        reject(
          new WireFailure(sqlState.connectionFailure, `the client's connection failed: ${cause.message}`, { cause }),
        ),
      );
    socket.on('readable', attempt).once('end', ended).once('close', ended).once('error', failed);
    attempt();
  });
}

function parametersOf(packet: Buffer): Map<string, string> {
  const fields = packet.toString('utf8', 8).split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < fields.length && fields[index] !== ''; index += 2)
    parameters.set(fields[index] ?? '', fields[index + 1] ?? '');
  return parameters;
}
