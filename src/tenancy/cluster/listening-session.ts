import { Socket } from 'node:net';
import { Client } from 'pg';
import { DependencyError } from '../../errors/index.ts';
import type { StartTimer } from '../timers.ts';

/** What a session needs. */
export interface ListeningSessionOptions {
  readonly url: string;
  /** Statements for each new connection; LISTEN is one of them. */
  readonly setUp: string;
  readonly startTimer: StartTimer;
  readonly heard: (payload: string) => void;
  /** It listens (again): what was said before was not heard. */
  readonly reached: () => void;
}

/** How long after a loss the next connection is tried, in milliseconds. */
const retryMs = 250;

/** One session that listens, sends statements one after the other, and comes back after a loss. */
export class ListeningSession implements AsyncDisposable {
  readonly #options: ListeningSessionOptions;
  #connection: Connection | undefined;
  #stopTimer: () => void = () => {};
  #isClosed = false;

  constructor(options: ListeningSessionOptions) {
    this.#options = options;
    this.#connect();
  }

  /** Rejects with a `DependencyError` while there is no connection. Statements run in the order of the calls. */
  async query<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const connection = this.#connection;
    if (connection === undefined) throw new DependencyError('The session that instances share is not connected');
    const result = connection.last.then((client) => client.query<Row>(text, [...values]));
    connection.last = connection.last.then(async (client) => {
      await result.catch(() => undefined);
      return client;
    });
    return (await result).rows;
  }

  /** Drops a connection that does not answer; what the server holds for it is freed when it notices. */
  reset(): void {
    this.#connection?.socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    this.#stopTimer();
    const connection = this.#connection;
    if (connection === undefined) return;
    const client = await connection.opened.catch(() => undefined);
    // Terminate is sent before the socket ends, so that the server does not wait for a peer that is gone.
    if (client !== undefined && !connection.socket.destroyed) await Promise.race([client.end(), closed(connection)]);
    connection.socket.destroy();
  }

  #connect(): void {
    if (this.#isClosed) return;
    const { url, setUp, heard, reached } = this.#options;
    const socket = new Socket();
    const client = new Client({ connectionString: url, application_name: 'rustok-services', stream: () => socket });
    const opened = open(client, setUp);
    const connection: Connection = { socket, opened, last: opened };
    this.#connection = connection;
    client.on('notification', ({ payload }) => heard(payload ?? ''));
    client.on('error', () => socket.destroy());
    socket.once('close', () => this.#lost(connection));
    connection.opened.then(reached, () => socket.destroy());
  }

  #lost(connection: Connection): void {
    if (this.#connection === connection) this.#connection = undefined;
    this.#stopTimer = this.#isClosed ? () => {} : this.#options.startTimer(retryMs, () => this.#connect());
  }
}

interface Connection {
  readonly socket: Socket;
  readonly opened: Promise<Client>;
  /** Settles when the last statement that was sent has. */
  last: Promise<Client>;
}

async function open(client: Client, setUp: string): Promise<Client> {
  await client.connect();
  await client.query(setUp);
  return client;
}

function closed({ socket }: Connection): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
  });
}
