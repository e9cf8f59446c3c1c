import { once } from 'node:events';
import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import type { RedisReach } from './start-redis.ts';

/** How a line behaves. `cut`: connections are reset and refused · `silent`: nothing passes, nothing is told · `slowMs`: every byte comes so much later. */
export type LineState = 'open' | 'cut' | 'silent' | { readonly slowMs: number };

/** A way to a Redis that can be disturbed. */
export interface RedisLine extends AsyncDisposable {
  /** With the user, the password and the database of the Redis that it led to first. */
  readonly url: string;
  set(state: LineState): void;
  /** Connections from now on lead there; those that are open are reset. */
  leadTo(reach: RedisReach): void;
}

/** Opens a line on a free port of the loopback interface. */
export async function openRedisLine(reach: RedisReach): Promise<RedisLine> {
  const line = new Line(reach);
  return await line.listen();
}

class Line implements RedisLine {
  #reach: RedisReach;
  readonly #first: RedisReach;
  #state: LineState = 'open';
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#accept(client));

  constructor(reach: RedisReach) {
    this.#reach = reach;
    this.#first = reach;
  }

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get url(): string {
    const { userInfo = '', database = '' } = this.#first;
    return `redis://${userInfo}127.0.0.1:${(this.#server.address() as AddressInfo).port}${database}`;
  }

  set(state: LineState): void {
    this.#state = state;
    if (state === 'cut') this.#resetAll();
  }

  leadTo(reach: RedisReach): void {
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
