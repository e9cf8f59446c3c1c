/** What a run has opened, closed in reverse: AsyncDisposableStack, which Node 22 does not have. */
export class Closing implements AsyncDisposable {
  readonly #opened: AsyncDisposable[] = [];

  use<T extends AsyncDisposable>(resource: T): T {
    this.#opened.push(resource);
    return resource;
  }

  defer(close: () => Promise<void>): void {
    this.#opened.push({ [Symbol.asyncDispose]: close });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const resource of this.#opened.splice(0).toReversed()) await resource[Symbol.asyncDispose]();
  }
}
