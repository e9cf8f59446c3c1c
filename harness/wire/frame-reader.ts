import { type FrameTable, refused, silent } from './message-types.ts';

/** Answers of `FrameReader.next` that are no type byte. */
export const needMore = -1;
export const notAFrame = -2;

const headerBytes = 5;
const nothing = Buffer.alloc(0);

/**
 * Reads frames (a type byte, an int32 length) out of a stream of chunks without copying them. The caller pulls events with `next`
 * and takes the bytes to forward in regions; a frame is held back only until the part of it that is observed has arrived,
 * so that a frame of any declared length streams.
 */
export class FrameReader {
  /** What each type byte means; may be changed between two frames. */
  table: FrameTable;
  /** The largest body that is believed, in bytes. */
  limit: number;
  /** Of the last event: the bytes [bodyStart, bodyEnd) of `chunk`, of a body of `bodyLength` bytes. */
  chunk: Buffer = nothing;
  bodyStart = 0;
  bodyEnd = 0;
  bodyLength = 0;

  #position = 0;
  #forwarded = 0;
  #frameStart = 0;
  /** Bytes of the current frame that have not been passed yet. */
  #remaining = 0;
  #discarding = false;
  /** Chunks that wait until `#needed` bytes are together. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #needed = 0;

  constructor(table: FrameTable, limit = 0x7fffffff) {
    this.table = table;
    this.limit = limit;
  }

  /** True when the bytes forwarded so far end with a whole frame. */
  get atBoundary(): boolean {
    return this.#remaining === 0 || this.#discarding;
  }

  /** Hands the reader the next chunk; only after `next` has answered `needMore` and `takeRest` was called. */
  feed(chunk: Buffer): void {
    if (this.#waitingBytes === 0) {
      this.#begin(chunk);
      return;
    }
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes < this.#needed) this.#begin(nothing);
    else {
      const whole = Buffer.concat(this.#waiting, this.#waitingBytes);
      this.#waiting = [];
      this.#waitingBytes = 0;
      this.#begin(whole);
    }
  }

  #begin(chunk: Buffer): void {
    this.chunk = chunk;
    this.#position = 0;
    this.#forwarded = 0;
  }

  /** The type byte of the next event, `needMore`, or `notAFrame` when what follows cannot be a message. */
  next(): number {
    const { chunk } = this;
    for (;;) {
      if (this.#remaining > 0 && !this.#pass()) return needMore;
      const available = chunk.length - this.#position;
      if (available === 0) return needMore;
      const type = chunk[this.#position] ?? 0;
      const wanted = this.table[type] ?? refused;
      if (wanted === refused) return notAFrame;
      if (available < headerBytes) return this.#wait(headerBytes);
      const bodyLength = chunk.readInt32BE(this.#position + 1) - 4;
      if (bodyLength < 0 || bodyLength > this.limit) return notAFrame;
      if (wanted === silent) {
        this.#position += headerBytes;
        this.#remaining = bodyLength;
        continue;
      }
      const observed = Math.min(bodyLength, wanted - 1);
      if (available < headerBytes + observed) return this.#wait(headerBytes + observed);
      this.#frameStart = this.#position;
      this.bodyStart = this.#position + headerBytes;
      this.bodyEnd = this.bodyStart + observed;
      this.bodyLength = bodyLength;
      this.#position = this.bodyEnd;
      this.#remaining = bodyLength - observed;
      return type;
    }
  }

  /** Passes over the rest of the current frame; false when it goes on in the next chunk. */
  #pass(): boolean {
    const passed = Math.min(this.#remaining, this.chunk.length - this.#position);
    this.#position += passed;
    this.#remaining -= passed;
    if (this.#discarding) this.#forwarded = this.#position;
    if (this.#remaining > 0) return false;
    this.#discarding = false;
    return true;
  }

  #wait(needed: number): number {
    this.#needed = needed;
    return needMore;
  }

  /** The bytes before the last event's frame that were not taken yet. */
  takeBefore(): Buffer {
    return this.#take(this.#frameStart);
  }

  /** All bytes up to the end of what is known of the last event's frame. */
  takeThrough(): Buffer {
    return this.#take(this.#position);
  }

  /** Drops the last event's frame, also what of it is still to come; `takeBefore` first. */
  discard(): void {
    this.#forwarded = this.#position;
    this.#discarding = this.#remaining > 0;
  }

  /** After `needMore`: what can be forwarded of this chunk. The incomplete head of a frame stays here. */
  takeRest(): Buffer {
    const { chunk } = this;
    if (this.#position === chunk.length) return this.#forwarded === 0 ? this.#takeAll() : this.#take(chunk.length);
    const held = chunk.subarray(this.#position);
    this.#waiting.push(held);
    this.#waitingBytes += held.length;
    const rest = this.#take(this.#position);
    this.chunk = nothing;
    this.#position = 0;
    return rest;
  }

  #takeAll(): Buffer {
    this.#forwarded = this.chunk.length;
    return this.chunk;
  }

  #take(end: number): Buffer {
    const taken = this.#forwarded < end ? this.chunk.subarray(this.#forwarded, end) : nothing;
    this.#forwarded = Math.max(end, this.#forwarded);
    return taken;
  }
}
