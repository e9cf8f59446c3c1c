/** Lets one session at a time at a database that has only one, first come, first served. */
export class Turns {
  #holder: object | undefined;
  readonly #waiting: { readonly who: object; readonly begin: () => void }[] = [];

  holds(who: object): boolean {
    return this.#holder === who;
  }

  /** Resolves with true when it is this one's turn, with false when that did not come about in time. */
  take(who: object, waitMs: number): Promise<boolean> {
    if (this.#holder === undefined || this.#holder === who) {
      this.#holder = who;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        resolve(false);
      }, waitMs);
      const entry = {
        who,
        begin: () => {
          clearTimeout(timer);
          resolve(true);
        },
      };
      this.#waiting.push(entry);
    });
  }

  /** Ends this one's turn; it had to hold it. */
  release(who: object): void {
    if (this.#holder !== who) return;
    const next = this.#waiting.shift();
    this.#holder = next?.who;
    next?.begin();
  }
}
