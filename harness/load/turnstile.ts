/** Counts who arrives and, while closed, holds them; those that were held enter in the order of their arrival. */
export class Turnstile {
  #arrived = 0;
  #isOpen = true;
  #held: (() => void)[] = [];

  /** Everybody who has come so far, held or not. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Counts one arrival; `enter` is called now, or when the turnstile is opened. */
  arrive(enter: () => void): void {
    this.#arrived += 1;
    if (this.#isOpen) enter();
    else this.#held.push(enter);
  }

  /** Holds everybody who arrives from now on. */
  close(): void {
    this.#isOpen = false;
  }

  /** Lets those that are held enter, and everybody after them. */
  open(): void {
    this.#isOpen = true;
    for (const enter of this.#held.splice(0)) enter();
  }
}
