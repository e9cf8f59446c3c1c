import { once } from 'node:events';
import { type AddressInfo, type NetConnectOpts, type Socket, connect, createServer } from 'node:net';

/** How a line behaves. `cut`: connections are reset and refused · `silent`: nothing passes, nothing is told · `slowMs`: every byte comes so much later. */
export type LineState = 'open' | 'cut' | 'silent' | { readonly slowMs: number };

/** A way to a Redis that can be disturbed. */
export interface RedisLine extends AsyncDisposable {
  readonly url: string;
  set(state: LineState): void;
  /** Connections from now on lead there; those that are open are reset. */
  leadTo(reach: NetConnectOpts): void;
}

/** Opens a line on a free port of the loopback interface. */
export async function openRedisLine(reach: NetConnectOpts): Promise<RedisLine> {
  const line = new Line(reach);
  return await line.listen();
}

class Line implements RedisLine {
  #reach: NetConnectOpts;
  #state: LineState = 'open';
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#accept(client));

  constructor(reach: NetConnectOpts) {
    this.#reach = reach;
  }

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  set(state: LineState): void {
    this.#state = state;
    if (state === 'cut') this.#resetAll();
  }

  leadTo(reach: NetConnectOpts): void {
    this.#reach = reach;
    this.#resetAll();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#resetAll();
    await closed;
  }

  #accept(client: Socket): void {
    if (this.#state === 'cut') {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.#reach);
    this.#join(client, server);
    this.#join(server, client);
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.on('error', () => undefined);
    from.once('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
    from.on('data', (bytes) => {
      if (this.#state === 'silent') return;
      if (typeof this.#state === 'string') to.write(bytes);
      else setTimeout(() => to.writable && to.write(bytes), this.#state.slowMs);
    });
  }

  #resetAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
