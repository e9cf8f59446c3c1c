import { isRustokError } from '../../errors/index.ts';
import { type StartTimer, startSystemTimer } from '../timers.ts';
import type { ClusterGuard, ClusterStats, Invalidated, SharingTimes } from './cluster-guard.ts';
import { Owed } from './owed.ts';
import { withPatience } from './patience.ts';
import type { Asked, Claim, PlaceListener, SharedPlace, Word } from './shared-place.ts';
import { WaitingRoom } from './waiting-room.ts';

/** How one place is entered; it calls the listener from then on. */
export type OpenPlace = (listener: PlaceListener) => SharedPlace;

/** The guard over any shared place: whoever holds the claim loads, the others wait for the word. */
export class SharedLoads implements ClusterGuard {
  readonly #place: SharedPlace;
  readonly #waitMs: number;
  readonly #patienceMs: number;
  readonly #pollMs: number;
  readonly #startTimer: StartTimer;
  readonly #room: WaitingRoom;
  readonly #listeners = new Set<(invalidated: Invalidated) => void>();
  readonly #owed = new Owed();
  readonly #firstReached = Promise.withResolvers<void>();
  readonly #stats = { loaded: 0, shared: 0, waited: 0, alone: 0, failures: 0 };

  constructor(open: OpenPlace, times: SharingTimes, startTimer: StartTimer = startSystemTimer) {
    this.#waitMs = times.waitMs ?? 2000;
    this.#patienceMs = times.patienceMs ?? 250;
    this.#pollMs = times.pollMs ?? 50;
    this.#startTimer = startTimer;
    this.#room = new WaitingRoom(startTimer);
    this.#place = open({ heard: (word) => this.#hear(word), reached: () => this.#reached() });
  }

  /** Resolves when the place has been reached, or has had its time: without it every instance loads by itself. */
  async opened(): Promise<this> {
    await this.#patiently(this.#firstReached.promise);
    return this;
  }

  async share(key: string, load: () => Promise<string>, signal: AbortSignal): Promise<string> {
    const asked = await this.#ask(key, signal);
    signal.throwIfAborted();
    if (asked?.kind === 'shared') {
      this.#stats.shared += 1;
      return asked.text;
    }
    this.#stats[asked === undefined ? 'alone' : 'loaded'] += 1;
    return asked === undefined ? load() : this.#loadFor(asked.claim, load, signal);
  }

  invalidate(keys: readonly string[]): void {
    void this.#tell(keys);
  }

  onInvalidated(listener: (invalidated: Invalidated) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  stats(): ClusterStats {
    return { ...this.#stats };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
    this.#room.callAll('given-up');
    await this.#place[Symbol.asyncDispose]();
  }

  /** Undefined: nobody else can be relied on. */
  async #ask(key: string, signal: AbortSignal): Promise<Exclude<Asked, { kind: 'busy' }> | undefined> {
    const seat = this.#room.enter(key);
    const over = new AbortController();
    const stopTimer = this.#startTimer(this.#waitMs, () => over.abort());
    const isWaiting = (): boolean => !over.signal.aborted && !signal.aborted;
    let isCounted = false;
    try {
      for (let pauseMs = this.#pollMs; isWaiting(); pauseMs = Math.min(2 * pauseMs, 8 * this.#pollMs)) {
        const answer = this.#place.ask(key);
        const asked = await this.#patiently(answer);
        if (asked === undefined) giveUpLate(answer);
        if (asked?.kind !== 'busy') return asked;
        if (!isCounted) this.#stats.waited += 1;
        isCounted = true;
        if ((await seat.next(pauseMs, signal)) === 'given-up') return undefined;
      }
      return undefined;
    } finally {
      stopTimer();
      seat.leave();
    }
  }

  async #loadFor(claim: Claim, load: () => Promise<string>, signal: AbortSignal): Promise<string> {
    const giveUp = (): void => void this.#patiently(claim.giveUp());
    signal.addEventListener('abort', giveUp);
    try {
      const text = await load();
      if (!signal.aborted) await this.#patiently(claim.put(text));
      return text;
    } catch (error) {
      if (!signal.aborted) giveUp();
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** The place's answer; undefined when it fails or does not come in time. */
  async #patiently<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
      return await withPatience(answer, this.#patienceMs, this.#startTimer, 'Asking what instances share');
    } catch (error) {
      this.#stats.failures += 1;
      if (isRustokError(error, 'DEADLINE_EXCEEDED')) this.#place.reset();
      return undefined;
    }
  }

  async #tell(keys: readonly string[]): Promise<void> {
    const told = await this.#patiently(this.#place.invalidate(keys).then(() => true));
    if (told === undefined) this.#owed.add(keys);
  }

  #hear(word: Word): void {
    if (word.kind !== 'changed') {
      this.#room.call(word.key, word.kind);
      return;
    }
    if (word.keys === 'all') this.#room.callAll('changed');
    else for (const key of word.keys) this.#room.call(key, 'changed');
    for (const listener of this.#listeners) listener(word.keys);
  }

  #reached(): void {
    this.#firstReached.resolve();
    for (const keys of this.#owed.take()) this.invalidate(keys);
    this.#hear({ kind: 'changed', keys: 'all' });
  }
}

/** A claim that comes when nobody waits for it any more would keep the others waiting. */
function giveUpLate(answer: Promise<Asked>): void {
  answer.then((asked) => (asked.kind === 'claimed' ? asked.claim.giveUp() : undefined)).catch(() => undefined);
}
