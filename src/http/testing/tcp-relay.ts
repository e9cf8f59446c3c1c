import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** An address of 127.0.0.1 in front of a database server, which stays the same whatever becomes of the server. */
export interface TcpRelay extends AsyncDisposable {
  /** The upstream's URL, leading through the relay. */
  readonly url: string;
  /** Resets every connection and refuses new ones, as a server does that is not there. */
  refuse(): Promise<void>;
  /** Ends `refuse`. */
  accept(): Promise<void>;
  /** Takes connections and what they send, and passes nothing on in either direction. */
  silence(): void;
  /** Ends `silence`: what was kept back is passed on. */
  speak(): void;
}

export async function startTcpRelay(upstream: string): Promise<TcpRelay> {
  const url = new URL(upstream);
  const target = { host: url.hostname, port: Number(url.port) };
  const sockets = new Set<Socket>();
  let isSilent = false;
  const pass = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.on('data', (bytes) => to.write(bytes));
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => sockets.delete(from));
    if (isSilent) from.pause();
  };
  const server = createServer((client) => {
    const backend = connect(target);
    pass(client, backend);
    pass(backend, client);
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  url.host = `127.0.0.1:${port}`;
  const refuse = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };
  return {
    url: url.href,
    refuse,
    accept: () => listen(port),
    silence: () => {
      isSilent = true;
      for (const socket of sockets) socket.pause();
    },
    speak: () => {
      isSilent = false;
      for (const socket of sockets) socket.resume();
    },
    [Symbol.asyncDispose]: refuse,
  };
}
