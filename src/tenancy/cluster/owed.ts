/** Keys that go out in one word. */
const mostInAWord = 100;

/** Keys of which word could not be sent yet. */
export class Owed {
  readonly #keys = new Set<string>();

  add(keys: readonly string[]): void {
    for (const key of keys) this.#keys.add(key);
  }

  /** Hands them out, in lists short enough for one word each. */
  take(): string[][] {
    const keys = [...this.#keys];
    this.#keys.clear();
    const lists: string[][] = [];
    for (let start = 0; start < keys.length; start += mostInAWord) lists.push(keys.slice(start, start + mostInAWord));
    return lists;
  }
}
