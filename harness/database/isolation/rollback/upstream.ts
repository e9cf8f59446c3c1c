import type { Socket } from 'node:net';
import { Client } from 'pg';
import { type Frame, FrameSplitter, queryFrame } from './frames.ts';

/** Gets what the server answers to one message (or one pipeline), the frame that ends it last. */
type Listener = (frame: Frame) => void;

/** The parts of a pg client that its types do not show: its connection's socket and events. */
interface Opened {
  readonly connection: {
    readonly stream: Socket;
    on(event: 'parameterStatus', listener: (message: { parameterName: string; parameterValue: string }) => void): void;
  };
}

/** The one session on the server: bytes go in, and each answer goes to whoever asked, in the order of the questions. */
export class Upstream {
  readonly parameters: ReadonlyMap<string, string>;
  readonly #socket: Socket;
  readonly #asked: Listener[] = [];

  private constructor(socket: Socket, parameters: ReadonlyMap<string, string>) {
    this.#socket = socket;
    this.parameters = parameters;
    const splitter = new FrameSplitter();
    socket.on('data', (chunk: Buffer) => {
      for (const frame of splitter.push(chunk)) this.#answer(frame);
    });
  }

  /** Connects with pg, which knows every way to log in, and then takes its socket over. */
  static async connect(url: string): Promise<Upstream> {
    const client = new Client({ connectionString: url, application_name: 'rustok-testkit rollback' });
    client.on('error', () => undefined);
    const { connection } = client as unknown as Opened;
    const parameters = new Map<string, string>();
    connection.on('parameterStatus', ({ parameterName, parameterValue }) =>
      parameters.set(parameterName, parameterValue),
    );
    await client.connect();
    connection.stream.removeAllListeners('data');
    return new Upstream(connection.stream, parameters);
  }

  onClosed(listener: () => void): void {
    this.#socket.once('close', listener);
  }

  /** Sends what ends with ReadyForQuery; `listener` gets every frame of the answer. */
  ask(bytes: Buffer, listener: Listener): void {
    this.#asked.push(listener);
    this.#socket.write(bytes);
  }

  /** Sends more of what was asked last: the rest of a pipeline, or data to copy. */
  continue(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Runs statements of our own; resolves with the body of the error, if there was one. */
  run(text: string): Promise<Buffer | undefined> {
    return new Promise((resolve) => {
      let error: Buffer | undefined;
      this.ask(queryFrame(text), ({ type, body }) => {
        if (type === 'E') error = body;
        if (type === 'Z') resolve(error);
      });
    });
  }

  close(): void {
    this.#socket.end(Buffer.from([0x58, 0, 0, 0, 4]));
  }

  #answer(frame: Frame): void {
    const [listener] = this.#asked;
    if (frame.type === 'Z') this.#asked.shift();
    listener?.(frame);
  }
}
