/** Says that something changed, to whoever waits for a change. */
export class Signal {
  #version = 0;
  #wake: (() => void)[] = [];

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  notify(): void {
    this.#version += 1;
    for (const wake of this.#wake.splice(0)) wake();
  }

  /** Resolves when the version is no longer `seen`, or after `limitMs`. */
  async changed(seen: number, limitMs: number): Promise<void> {
    if (this.#version !== seen) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limitMs);
    this.#wake.push(resolve);
    await promise;
    clearTimeout(timer);
  }
}
