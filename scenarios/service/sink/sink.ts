import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { parseExactly } from '../../../harness/json/index.ts';
import { InconclusiveError, type PublishedEnvelope } from '../../contract/index.ts';
import { untilTrue } from '../../levers/index.ts';
import { exchange } from '../process/http-exchange.ts';

const backlog = 4096;
const settleMs = 10_000;

/** The consumer that the kit offers: records every event that is POSTed to it, on any path, in the order of arrival. */
export class Sink implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #received: PublishedEnvelope[] = [];
  #onEvent: (event: PublishedEnvelope) => void = () => undefined;
  #isRefusing = false;
  #refused = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Listens on a free port of 127.0.0.1. */
  static async open(): Promise<Sink> {
    const sink = new Sink();
    await new Promise<void>((resolve, reject) => {
      sink.#server.once('error', reject);
      sink.#server.listen({ host: '127.0.0.1', port: 0, backlog }, resolve);
    });
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Everything so far; a body that is a list is several events. */
  get received(): readonly PublishedEnvelope[] {
    return this.#received;
  }

  forget(): void {
    this.#received = [];
  }

  /** Hears every event that is received from now on. */
  onEvent(listener: (event: PublishedEnvelope) => void): void {
    this.#onEvent = listener;
  }

  /** Answers 503 to every event while `work` runs, and tells how many requests that were. */
  async refuseDuring<T>(work: () => Promise<T>): Promise<{ result: T; refused: number }> {
    this.#isRefusing = true;
    this.#refused = 0;
    try {
      const result = await work();
      return { result, refused: this.#refused };
    } finally {
      this.#isRefusing = false;
    }
  }

  /**
   * Resolves when everything that was sent has been received, once the senders are gone: connections are accepted in their order, so
   * after one of the kit's own none is waiting at the door, and each that is inside ends with its sender.
   */
  async settled(): Promise<void> {
    await exchange({ port: this.#port, method: 'GET', path: '/' });
    const isSettled = await untilTrue(async () => this.#sockets.size === 0, settleMs);
    if (!isSettled)
      throw new InconclusiveError(
        `${this.#sockets.size} connections to the sink are open ${settleMs} ms after the service has ended: somebody else sends events`,
      );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  get #port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  #receive(events: readonly PublishedEnvelope[]): void {
    this.#received.push(...events);
    for (const event of events) this.#onEvent(event);
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body: string;
    try {
      body = await text(request);
    } catch {
      // The sender went away in the middle; half an event is none.
      return;
    }
    if (request.method === 'POST' || request.method === 'PUT') {
      if (this.#isRefusing) this.#refused += 1;
      else this.#receive(eventsIn(body));
      response.writeHead(this.#isRefusing ? 503 : 204).end();
    } else response.writeHead(405, { allow: 'POST' }).end();
  }
}

function eventsIn(body: string): PublishedEnvelope[] {
  let parsed: unknown;
  try {
    parsed = parseExactly(body);
  } catch {
    return [{ body }];
  }
  return (Array.isArray(parsed) ? parsed : [parsed]).map((event: unknown) =>
    typeof event === 'object' && event !== null ? (event as PublishedEnvelope) : { body: String(event) },
  );
}
