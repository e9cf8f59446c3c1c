import type { StartTimer } from '../timers.ts';

/** Why somebody who waits for a key's load should look again. */
export type Call = 'put' | 'given-up' | 'changed' | 'time';

/** Those who wait for loads of other instances, by key. */
export class WaitingRoom {
  readonly #waiting = new Map<string, Set<(call: Call) => void>>();
  readonly #startTimer: StartTimer;

  constructor(startTimer: StartTimer) {
    this.#startTimer = startTimer;
  }

  /** Takes a seat before asking, so that no call is missed between the question and the wait. */
  enter(key: string): Seat {
    let pending: Call | undefined;
    let wake = (call: Call): void => {
      pending = call;
    };
    const listener = (call: Call): void => wake(call);
    const seats = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, seats.add(listener));
    return {
      next: async (timeMs, signal) => {
        const called = Promise.withResolvers<Call>();
        const onAbort = (): void => called.resolve('time');
        const stopTimer = this.#startTimer(timeMs, () => called.resolve('time'));
        signal.addEventListener('abort', onAbort);
        if (pending !== undefined) called.resolve(pending);
        wake = called.resolve;
        const call = await called.promise;
        stopTimer();
        signal.removeEventListener('abort', onAbort);
        pending = undefined;
        wake = (next) => {
          pending = next;
        };
        return call;
      },
      leave: () => {
        seats.delete(listener);
        if (seats.size === 0 && this.#waiting.get(key) === seats) this.#waiting.delete(key);
      },
    };
  }

  call(key: string, call: Call): void {
    for (const listener of this.#waiting.get(key) ?? []) listener(call);
  }

  callAll(call: Call): void {
    for (const key of this.#waiting.keys()) this.call(key, call);
  }
}

/** A place among those who wait for one key. */
export interface Seat {
  /** Resolves with the next call, or with `time` after `timeMs` or an abort. */
  next(timeMs: number, signal: AbortSignal): Promise<Call>;
  leave(): void;
}
