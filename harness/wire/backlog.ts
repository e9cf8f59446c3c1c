const limitBytes = 1024 * 1024;

/** Chunks that wait while a statement is held; bounded by pausing their sender. */
export class Backlog {
  #chunks: Buffer[] = [];
  #bytes = 0;

  get isFull(): boolean {
    return this.#bytes >= limitBytes;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  shift(): Buffer | undefined {
    const chunk = this.#chunks.shift();
    this.#bytes -= chunk?.length ?? 0;
    return chunk;
  }

  clear(): void {
    this.#chunks = [];
    this.#bytes = 0;
  }
}
