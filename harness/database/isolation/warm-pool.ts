import { RustokError } from '../../../src/errors/index.ts';

export interface WarmPoolOptions<T> {
  readonly make: () => Promise<T>;
  readonly drop: (item: T) => Promise<void>;
  /** Items that wait ready. */
  readonly ready: number;
  /** How many items may be in the making or being dropped at once: each takes a connection. */
  readonly budget: number;
}

interface Waiting<T> {
  resolve(item: T): void;
  reject(reason: unknown): void;
}

/** Keeps items ready: made in the background, dropped in the background, never more at once than the budget allows. */
export class WarmPool<T> implements AsyncDisposable {
  readonly #options: WarmPoolOptions<T>;
  readonly #ready: T[] = [];
  readonly #waiting: Waiting<T>[] = [];
  readonly #dropping: T[] = [];
  readonly #failures: Error[] = [];
  readonly #idle: (() => void)[] = [];
  #making = 0;
  #running = 0;
  /** After a failure that nobody waited for, nothing is made until somebody asks: the reason may last. */
  #refilling = true;
  #closed = false;

  constructor(options: WarmPoolOptions<T>) {
    this.#options = options;
  }

  /** Begins to make what is to wait ready. */
  warmUp(): void {
    this.#work();
  }

  /** A ready item, or the next one that is made. */
  take(): Promise<T> {
    if (this.#closed) return Promise.reject(new RustokError('ISOLATION_CLOSED', 'This isolation was disposed.'));
    this.#refilling = true;
    const item = this.#ready.shift();
    const taken =
      item === undefined
        ? new Promise<T>((resolve, reject) => this.#waiting.push({ resolve, reject }))
        : Promise.resolve(item);
    this.#work();
    return taken;
  }

  /** Drops an item in the background. */
  release(item: T): void {
    this.#dropping.push(item);
    this.#work();
  }

  /** Resolves when nothing is being made or dropped; rejects with the first thing that failed in the background. */
  async drained(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
    const [failure] = this.#failures.splice(0);
    if (failure !== undefined) throw failure;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#dropping.push(...this.#ready.splice(0));
    for (const { reject } of this.#waiting.splice(0)) {
      reject(new RustokError('ISOLATION_CLOSED', 'This isolation was disposed while a database was being asked for.'));
    }
    this.#work();
    await this.drained();
  }

  #work(): void {
    while (this.#running < this.#options.budget) {
      const job = this.#nextJob();
      if (job === undefined) break;
      this.#running += 1;
      void job()
        .catch((error: unknown) => this.#failures.push(error instanceof Error ? error : new Error(String(error))))
        .finally(() => {
          this.#running -= 1;
          this.#work();
        });
    }
    if (this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Making goes first, since a test may wait for it; but what waits to be dropped takes memory, so it must not pile up. */
  #nextJob(): (() => Promise<void>) | undefined {
    const wanted = this.#waiting.length + (this.#closed || !this.#refilling ? 0 : this.#options.ready);
    const short = this.#ready.length + this.#making < wanted;
    const piledUp = this.#dropping.length > 2 * this.#options.budget;
    if (short && !piledUp) return () => this.#make();
    const item = this.#dropping.shift();
    if (item !== undefined) return () => this.#options.drop(item);
    return undefined;
  }

  async #make(): Promise<void> {
    this.#making += 1;
    try {
      const item = await this.#options.make();
      const first = this.#waiting.shift();
      if (first !== undefined) first.resolve(item);
      else if (this.#closed) this.#dropping.push(item);
      else this.#ready.push(item);
    } catch (error) {
      const first = this.#waiting.shift();
      if (first !== undefined) first.reject(error);
      else this.#refilling = false;
    } finally {
      this.#making -= 1;
    }
  }
}
