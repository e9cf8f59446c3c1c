/**
 * What has been opened so far: disposed in reverse order, each even if another fails. The contract of the language's
 * AsyncDisposableStack, which Node 22 does not have.
 */
export class OpenResources implements AsyncDisposable {
  #disposals: (() => unknown)[] = [];

  use<T extends AsyncDisposable>(resource: T): T {
    this.defer(() => resource[Symbol.asyncDispose]());
    return resource;
  }

  defer(dispose: () => unknown): void {
    this.#disposals.push(dispose);
  }

  /** Hands everything to a new owner, so that leaving this scope disposes of nothing. */
  move(): OpenResources {
    const owner = new OpenResources();
    owner.#disposals = this.#disposals;
    this.#disposals = [];
    return owner;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const errors: unknown[] = [];
    for (const dispose of this.#disposals.splice(0).toReversed()) {
      try {
        await dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} resources could not be closed`);
  }
}
