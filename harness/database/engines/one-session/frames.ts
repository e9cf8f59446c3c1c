/** One message of a client: its type byte and what follows the length. */
export interface Frame {
  readonly type: string;
  readonly body: Buffer;
}

const longestBytes = 256 * 1024 * 1024;

/** Cuts what a client sends into messages; the first one has no type byte. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
  }

  /** The next message without a type byte, where it is complete. */
  untyped(): Buffer | undefined {
    return this.#take(0);
  }

  next(): Frame | undefined {
    const type = String.fromCharCode(this.#rest[0] ?? 0);
    const body = this.#take(1);
    return body === undefined ? undefined : { type, body };
  }

  #take(offset: number): Buffer | undefined {
    if (this.#rest.length < offset + 4) return undefined;
    const length = this.#rest.readInt32BE(offset);
    if (length < 4 || length > longestBytes) throw new Error(`a message of ${length} bytes`);
    const end = offset + length;
    if (this.#rest.length < end) return undefined;
    const body = this.#rest.subarray(offset + 4, end);
    this.#rest = this.#rest.subarray(end);
    return body;
  }
}

/** A message as it goes over the wire. */
export function encodeFrame(type: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(`${part}\0`) : part)));
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** The texts, each ended by a zero byte, at the start of a message. */
export function readTexts(body: Buffer, count: number): string[] {
  const texts: string[] = [];
  for (let start = 0; texts.length < count;) {
    const end = body.indexOf(0, start);
    if (end < 0) break;
    texts.push(body.toString('utf8', start, end));
    start = end + 1;
  }
  return texts;
}

/** The state that the last ReadyForQuery among these messages tells: I idle, T in a transaction, E in a failed one. */
export function lastStatus(messages: Uint8Array): string | undefined {
  const bytes = Buffer.from(messages.buffer, messages.byteOffset, messages.byteLength);
  let status: string | undefined;
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    if (bytes[at] === 0x5a) status = String.fromCharCode(bytes[at + 5] ?? 0);
  }
  return status;
}
