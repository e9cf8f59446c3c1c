import { DeadlineError } from '../errors/index.ts';
import type { StartTimer } from './timers.ts';

/** How a value is fetched and where it is put: `keep` runs before any caller is told, and only when nothing was forgotten meanwhile. */
export interface Work<Value> {
  readonly load: (signal: AbortSignal) => Value | PromiseLike<Value>;
  readonly keep?: (value: Value) => void;
}

/** A caller that may give up: on its own signal or after its own time. Nobody else notices. */
export interface Caller {
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs?: number | undefined;
}

/** What a flight needs of the table it is entered in. */
export interface FlightDeck {
  readonly name: string;
  readonly timeoutMs: number;
  readonly startTimer: StartTimer;
  readonly isCurrent: () => boolean;
  readonly release: () => void;
}

/** One load and everybody who waits for it. It ends exactly once: landed, failed, out of time, or left by its last caller. */
export class Flight<Value> {
  readonly #deck: FlightDeck;
  readonly #cancellation = new AbortController();
  readonly #outcome = Promise.withResolvers<Value>();
  #stopTimer: () => void = () => {};
  #callers = 0;
  #ended = false;

  constructor(deck: FlightDeck) {
    this.#deck = deck;
  }

  start({ load, keep }: Work<Value>): void {
    this.#stopTimer = this.#deck.startTimer(this.#deck.timeoutMs, () => this.#giveUp());
    // The executor turns a loader that throws before it returns into a rejection.
    const loaded = new Promise<Value>((resolve) => resolve(load(this.#cancellation.signal)));
    loaded.then(
      (value) => this.#land(value, keep),
      (error: unknown) => this.#fail(error),
    );
  }

  join({ signal, deadlineMs }: Caller): Promise<Value> {
    this.#callers += 1;
    if (signal === undefined && deadlineMs === undefined) return this.#outcome.promise;
    const answer = Promise.withResolvers<Value>();
    const leave = (reason: unknown): void => {
      stopWaiting();
      answer.reject(reason);
      this.#leave();
    };
    const onAbort = (): void => leave(signal?.reason);
    const stopTimer = deadlineMs === undefined ? undefined : this.#deadline(deadlineMs, leave);
    const stopWaiting = (): void => {
      stopTimer?.();
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort);
    this.#outcome.promise.then(stopWaiting, stopWaiting);
    this.#outcome.promise.then(answer.resolve, answer.reject);
    return answer.promise;
  }

  #deadline(deadlineMs: number, leave: (reason: unknown) => void): () => void {
    const expire = (): void => leave(new DeadlineError(`Waiting for ${this.#deck.name}`, deadlineMs));
    return this.#deck.startTimer(deadlineMs, expire);
  }

  #land(value: Value, keep: Work<Value>['keep']): void {
    if (this.#ended) return;
    try {
      if (this.#deck.isCurrent()) keep?.(value);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#end();
    this.#outcome.resolve(value);
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#end();
    this.#outcome.reject(error);
  }

  #giveUp(): void {
    const error = new DeadlineError(`Loading ${this.#deck.name}`, this.#deck.timeoutMs);
    this.#fail(error);
    this.#cancellation.abort(error);
  }

  #leave(): void {
    this.#callers -= 1;
    if (this.#callers > 0 || this.#ended) return;
    this.#end();
    this.#cancellation.abort();
  }

  #end(): void {
    this.#ended = true;
    this.#stopTimer();
    this.#deck.release();
  }
}
