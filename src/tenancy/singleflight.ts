import { callable, checkConfiguration, milliseconds, objectWith } from '../configuration/index.ts';
import { type Caller, Flight, type Work } from './flight.ts';
import { type StartTimer, startSystemTimer } from './timers.ts';

const optionsSchema = objectWith({ timeoutMs: milliseconds, startTimer: callable.optional() });

/**
 * One load at a time for a key: callers that overlap share the promise of its outcome, whatever it is.
 *
 * - An error reaches every waiter as itself and is not kept; the next caller loads again.
 * - A load ends after `timeoutMs` with a `DeadlineError`; a value that comes later is dropped.
 * - A loader that throws, hangs or is cancelled frees its key.
 * - A caller that goes away cancels nobody else; when the last has gone, the loader's signal is aborted.
 * - `forget` during a load: its value is not kept, and callers after it start a new load.
 */
export class Singleflight<Value> {
  readonly #flights = new Map<string, Flight<Value>>();
  readonly #timeoutMs: number;
  readonly #startTimer: StartTimer;

  constructor(options: { timeoutMs: number; startTimer?: StartTimer }) {
    checkConfiguration(optionsSchema, 'The configuration of a singleflight', options);
    this.#timeoutMs = options.timeoutMs;
    this.#startTimer = options.startTimer ?? startSystemTimer;
  }

  /** Joins the load of `key` that is under way, or starts one. A caller that has already given up starts nothing. */
  run(key: string, work: Work<Value>, caller: Caller = {}): Promise<Value> {
    if (caller.signal?.aborted === true) return Promise.reject(caller.signal.reason as Error);
    const underWay = this.#flights.get(key);
    if (underWay !== undefined) return underWay.join(caller);
    const flight = this.#enter(key);
    // Joined before it starts: whatever the loader does while it is called, somebody is waiting for it.
    const answer = flight.join(caller);
    flight.start(work);
    return answer;
  }

  /** Takes the key away from the load under way, if there is one: who waits for it is still answered. */
  forget(key: string): void {
    this.#flights.delete(key);
  }

  /** True while a load of `key` is under way that a new caller would join. */
  has(key: string): boolean {
    return this.#flights.has(key);
  }

  /** Number of keys with a load that new callers would join. */
  get size(): number {
    return this.#flights.size;
  }

  #enter(key: string): Flight<Value> {
    const isCurrent = (): boolean => this.#flights.get(key) === flight;
    const flight: Flight<Value> = new Flight<Value>({
      name: key,
      timeoutMs: this.#timeoutMs,
      startTimer: this.#startTimer,
      isCurrent,
      release: () => {
        if (isCurrent()) this.#flights.delete(key);
      },
    });
    this.#flights.set(key, flight);
    return flight;
  }
}
