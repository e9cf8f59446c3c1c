import type { Action } from './action.ts';
import type { FrameReader } from './frame-reader.ts';
import { frontend } from './message-types.ts';

const limitBytes = 1024 * 1024;
const preparing = new Set<number>([frontend.parse, frontend.bind, frontend.close]);
const neverSent = new Set<Action['kind']>(['drop', 'swallow', 'freeze']);

/**
 * The messages that prepare a statement (Parse, Bind, Describe), kept back until it is decided what becomes of it: for them alone the server
 * would take locks, and the snapshot that the statement will see. More than 1 MiB is not kept.
 */
export class Preparation {
  readonly #passOn: (bytes: Buffer) => void;
  #isOpen = false;
  #kept: Buffer[] = [];
  #keptBytes = 0;

  constructor(passOn: (bytes: Buffer) => void) {
    this.#passOn = passOn;
  }

  /** Opens with the first message that prepares, when somebody may want to hold the statement, and ends with any that asks for an answer but Execute. */
  meet(type: number, reader: FrameReader, isIntercepted: boolean): void {
    if (!preparing.has(type)) {
      if (type !== frontend.execute) this.end();
    } else if (isIntercepted && !this.#isOpen) {
      this.#passOn(reader.takeBefore());
      this.#isOpen = true;
    }
  }

  /** Passes bytes on, or keeps them while a preparation is open. */
  forward(bytes: Buffer): void {
    if (!this.#isOpen) {
      this.#passOn(bytes);
      return;
    }
    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    if (this.#keptBytes > limitBytes) this.end();
  }

  /** The statement shares its fate with what prepares it. */
  settle(action: Action): void {
    if (neverSent.has(action.kind)) this.#kept = [];
    this.end();
  }

  /** Passes on what was kept. */
  end(): void {
    const kept = this.#kept;
    this.#isOpen = false;
    this.#kept = [];
    this.#keptBytes = 0;
    for (const bytes of kept) this.#passOn(bytes);
  }
}
