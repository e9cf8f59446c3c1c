import { within } from '../database/index.ts';

/** Makes each thing of a test when it is first asked for, and ends them in the opposite order. */
export class Opened {
  readonly #things = new Map<string, Promise<unknown>>();
  readonly #closers: (() => unknown)[] = [];

  /** The thing of that name; all who ask at once get the same one. */
  once<T>(name: string, make: () => T | Promise<T>): Promise<T> {
    const made = (this.#things.get(name) as Promise<T> | undefined) ?? Promise.resolve().then(make);
    this.#things.set(name, made);
    return made;
  }

  /** The thing, if it was asked for and could be made. */
  async ifOpen<T>(name: string): Promise<T | undefined> {
    try {
      return (await this.#things.get(name)) as T | undefined;
    } catch {
      // Whoever asked for it has the error.
      return undefined;
    }
  }

  /** To be called at the end, before what was given earlier. */
  atEnd(close: () => unknown): void {
    this.#closers.push(close);
  }

  /** Calls all closers, whatever some of them throw; resolves with what they threw. */
  async end(): Promise<unknown[]> {
    const errors: unknown[] = [];
    for (const close of this.#closers.splice(0).toReversed()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    return errors;
  }
}

/** Ends a thing as it wishes to be ended: by `Symbol.asyncDispose`, `Symbol.dispose` or `close`; rejects when that takes longer than `deadlineMs`. */
export async function endOf(thing: unknown, name: string, deadlineMs = 10_000): Promise<void> {
  if (typeof thing !== 'object' || thing === null) return;
  const closable = thing as Partial<AsyncDisposable & Disposable> & { close?: unknown };
  const end = closable[Symbol.asyncDispose] ?? closable[Symbol.dispose] ?? closable.close;
  if (typeof end !== 'function') return;
  // A pool that has lent a connection waits for it for ever.
  await within(Promise.resolve(Reflect.apply(end, thing, [])), deadlineMs, `The end of the fixture ${name}`);
}
