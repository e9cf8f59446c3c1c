/** Remembers what came last: the newest `kept` at least, twice as many at most. */
export class Newest<T> {
  readonly #kept: number;
  #all: T[] = [];

  constructor(kept: number) {
    this.#kept = kept;
  }

  /** In the order in which they came. */
  get all(): readonly T[] {
    return this.#all;
  }

  add(one: T): void {
    this.#all.push(one);
    if (this.#all.length > 2 * this.#kept) this.#all = this.#all.slice(-this.#kept);
  }

  forget(): void {
    this.#all = [];
  }
}
