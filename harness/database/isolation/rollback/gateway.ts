import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Server, type Socket, createServer } from 'node:net';
import type { ServerAddress } from '../../server-address.ts';
import { serveConnection } from './connection.ts';
import type { SharedSession } from './shared-session.ts';

/** Where the clients of one rollback session connect. */
export interface Gateway extends AsyncDisposable {
  /** How the server is reached through it: its address, with the gateway's socket and port. */
  readonly address: ServerAddress;
  /** How many clients are connected. */
  readonly connections: number;
}

/** Listens on a loopback port, and beside the server's own socket, so that it goes with the server's folder whatever happens. */
export async function openGateway(
  session: SharedSession,
  { address, parameters }: { address: ServerAddress; parameters: ReadonlyMap<string, string> },
): Promise<Gateway> {
  const sockets = new Set<Socket>();
  let served = 0;
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    served += 1;
    serveConnection(socket, { session, parameters, password: address.application.password, number: served });
  };
  const tcp = createServer({ noDelay: true }, serve);
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const servers = [tcp];
  let socketPort: number | undefined;
  if (address.socketFolder !== undefined) {
    const local = createServer(serve);
    socketPort = await listenBeside(local, address.socketFolder);
    servers.push(local);
  }
  for (const server of servers) server.unref();
  const { port } = tcp.address() as { port: number };
  const { host: _host, parameters: _parameters, ...same } = address;
  return {
    address: { ...same, tcpPort: port, ...(socketPort === undefined ? {} : { socketPort }) },
    get connections() {
      return sockets.size;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map(close));
    },
  };
}

/** A socket's name ends with a port, which a client gives to find it. */
async function listenBeside(server: Server, folder: string): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 65_536);
    server.listen(join(folder, `.s.PGSQL.${port}`));
    try {
      await once(server, 'listening');
      return port;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
