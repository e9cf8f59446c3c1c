import type { Socket } from 'node:net';
import { type SecureContextOptions, TLSSocket } from 'node:tls';
import { WireFailure, sqlState } from './wire-failure.ts';

const handshakeByte = 0x16;
const protocol = 'postgresql';

/** An encrypted connection of a client. */
export interface AcceptedTls {
  readonly socket: Socket;
  /** The client has named the protocol by ALPN. */
  readonly namesProtocol: boolean;
}

/** True when a client's first bytes are those of a TLS handshake. */
export function beginsTls(head: Buffer): boolean {
  return head[0] === handshakeByte && head[1] === 3;
}

/** Takes the server's side of a TLS handshake; a `WireFailure` when the client leaves, another error when they do not agree. */
export async function acceptTls(client: Socket, tls: SecureContextOptions): Promise<AcceptedTls> {
  const socket = new TLSSocket(client, { ...tls, ALPNProtocols: [protocol], isServer: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('secure', resolve);
    socket.on('error', (error: Error) => {
      socket.destroy();
      reject(error);
    });
    socket.once('close', () =>
      reject(new WireFailure(sqlState.connectionFailure, 'the client left during the TLS handshake')),
    );
  });
  return { socket, namesProtocol: socket.alpnProtocol === protocol };
}
