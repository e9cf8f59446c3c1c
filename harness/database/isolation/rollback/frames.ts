/** Messages of PostgreSQL's protocol as this gateway reads and writes them: a type letter, an int32 length, a body. */
export interface Frame {
  readonly type: string;
  readonly body: Buffer;
}

export function frame(type: string, body: Buffer | string = ''): Buffer {
  const content = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(4 + content.length, 1);
  return Buffer.concat([head, content]);
}

/** The messages as they go over the wire. */
export function bytesOf(frames: readonly Frame[]): Buffer {
  return Buffer.concat(frames.map(({ type, body }) => frame(type, body)));
}

export function queryFrame(text: string): Buffer {
  return frame('Q', `${text}\0`);
}

export function errorFrame(code: string, message: string): Buffer {
  return frame('E', `SERROR\0VERROR\0C${code}\0M${message}\0\0`);
}

export function readyFrame(status: 'I' | 'T' | 'E'): Buffer {
  return frame('Z', status);
}

/** Cuts a stream of chunks into whole frames. */
export class FrameSplitter {
  #rest: Buffer = Buffer.alloc(0);

  *push(chunk: Buffer): Generator<Frame> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 5) {
      const end = 1 + this.#rest.readInt32BE(1);
      if (this.#rest.length < end) return;
      const found = { type: String.fromCharCode(this.#rest[0] ?? 0), body: this.#rest.subarray(5, end) };
      this.#rest = this.#rest.subarray(end);
      yield found;
    }
  }
}

/** The text up to the zero byte at `start`, and where what follows it begins. */
export function textAt(body: Buffer, start: number): { text: string; next: number } {
  const end = body.indexOf(0, start);
  return { text: body.toString('utf8', start, end), next: end + 1 };
}
