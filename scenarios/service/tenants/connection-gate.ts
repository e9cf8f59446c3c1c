import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { Turnstile } from '../../../harness/load/index.ts';

const backlog = 4096;

/**
 * A gate before a served application of any kind, on the way of its connections: it counts who arrives and, while closed, lets nobody
 * reach the application. A connection counts as one request, at the first bytes that it sends.
 */
export class ConnectionGate implements AsyncDisposable {
  readonly #server: Server;
  readonly #port: () => Promise<number>;
  readonly #sockets = new Set<Socket>();
  readonly #turnstile = new Turnstile();
  #entered = 0;
  #abandoned = 0;

  private constructor(port: () => Promise<number>) {
    this.#port = port;
    this.#server = createServer({ pauseOnConnect: false, noDelay: true }, (client) => this.#accept(client));
  }

  /** Listens on a free port of 127.0.0.1, before the application that answers on `port`. */
  static async open(port: () => Promise<number>): Promise<ConnectionGate> {
    const gate = new ConnectionGate(port);
    await new Promise<void>((resolve, reject) => {
      gate.#server.once('error', reject);
      gate.#server.listen({ host: '127.0.0.1', port: 0, backlog }, resolve);
    });
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Requests that have reached the gate. */
  get arrived(): number {
    return this.#turnstile.arrived;
  }

  /** Requests that have been handed to the application's socket. */
  get entered(): number {
    return this.#entered;
  }

  /** Requests whose client went away before any answer; the application has been told by the end of its connection. */
  get abandoned(): number {
    return this.#abandoned;
  }

  close(): void {
    this.#turnstile.close();
  }

  /** Lets those that wait reach the application, in the order of their arrival, and everybody after them. */
  open(): void {
    this.#turnstile.open();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #accept(client: Socket): void {
    this.#keep(client);
    client.once('data', (first: Buffer) => {
      client.pause();
      this.#turnstile.arrive(() => void this.#forward(client, first));
    });
  }

  async #forward(client: Socket, first: Buffer): Promise<void> {
    const application = this.#keep(connect(await this.#port(), '127.0.0.1'));
    let isAnswered = false;
    application.once('data', () => (isAnswered = true));
    application.once('close', () => client.destroySoon());
    client.once('close', () => {
      if (!isAnswered) this.#abandoned += 1;
      application.destroy();
    });
    application.write(first, (error) => {
      if (error == null) this.#entered += 1;
    });
    client.pipe(application, { end: false });
    application.pipe(client, { end: false });
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
