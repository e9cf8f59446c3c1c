import { DeadlineError } from '../errors/index.ts';

/** One bound for a chain of waits: each is raced against what is left of it. */
export class Deadline {
  readonly totalMs: number;
  readonly #endsAt: number;

  constructor(totalMs: number) {
    this.totalMs = totalMs;
    this.#endsAt = performance.now() + totalMs;
  }

  /** What is left in milliseconds, after keeping `reserveMs` for later; never negative. */
  remainingMs(reserveMs = 0): number {
    return Math.max(0, this.#endsAt - reserveMs - performance.now());
  }

  /** The promise's outcome, or a `DeadlineError` naming the operation; a late outcome is dropped. */
  async race<T>(operation: string, promise: Promise<T>, reserveMs = 0): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new DeadlineError(operation, this.totalMs)), this.remainingMs(reserveMs));
    });
    try {
      return await Promise.race([promise, expiry]);
    } finally {
      clearTimeout(timer);
    }
  }
}
