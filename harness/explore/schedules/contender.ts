import type { WireStatement } from '../../wire/index.ts';
import type { BackendState } from './server-watch.ts';
import type { OperationOutcome } from './scheduled-operation.ts';

/** A statement that waits at the proxy for its turn. */
export interface HeldStatement {
  readonly statement: WireStatement;
  admit(): void;
}

/** The last statement that was released on a connection. */
interface Released {
  readonly statement: WireStatement;
  hasEnded: boolean;
  /** The server said that it waits for the client. */
  isServed: boolean;
  blockers: readonly number[];
  blockedSinceMs: number | undefined;
}

/** Where an operation stands between two steps. */
export interface Stance {
  readonly kind: 'unstarted' | 'ready' | 'blocked' | 'finished';
  /** The statement that is held next, or that is blocked. */
  readonly text: string | null;
}

/** One operation in a run: what it has waiting at the proxy, what it has running on the server, and how it ended. */
export class Contender {
  readonly name: string;
  readonly pids = new Set<number>();
  readonly sqlStates: string[] = [];
  readonly held: HeldStatement[] = [];
  isStarted = false;
  outcome: OperationOutcome | undefined;
  readonly #released = new Map<number, Released>();

  constructor(name: string) {
    this.name = name;
  }

  get stance(): Stance {
    const [next] = this.held;
    if (!this.isStarted) return { kind: 'unstarted', text: null };
    if (next !== undefined) return { kind: 'ready', text: next.statement.text };
    const [blocked] = this.blocked;
    if (blocked !== undefined) return { kind: 'blocked', text: blocked.text };
    return { kind: 'finished', text: null };
  }

  get canGoOn(): boolean {
    return !this.isStarted || this.held.length > 0;
  }

  /** It settled, and nothing of it is left at the proxy or on the server. */
  get isFinished(): boolean {
    return this.outcome !== undefined && this.held.length === 0 && this.unanswered.length === 0;
  }

  /** The server said so the last time it was asked; it may be over. */
  get wasBlocked(): boolean {
    return [...this.#released.values()].some((one) => one.blockedSinceMs !== undefined);
  }

  get unanswered(): readonly WireStatement[] {
    return [...this.#released.values()].filter((one) => !one.hasEnded).map((one) => one.statement);
  }

  get blocked(): readonly WireStatement[] {
    return [...this.#released.values()].filter(isBlocked).map((one) => one.statement);
  }

  /** The processes that must be asked about before it can be said to have come to rest. */
  get pidsInQuestion(): readonly number[] {
    return [...this.#released]
      .filter(([connection, one]) => !this.#isDone(connection, one))
      .flatMap(([, one]) => one.statement.backendPid ?? []);
  }

  /** True when it can do nothing before another step: held, blocked for `steadyMs`, or at its end. */
  isAtRest(steadyMs: number, nowMs: number): boolean {
    if (!this.isStarted) return true;
    const open = [...this.#released].filter(([connection, one]) => !this.#isDone(connection, one));
    const isSteady = open.every(([, one]) => isBlocked(one) && nowMs - (one.blockedSinceMs ?? nowMs) >= steadyMs);
    return isSteady && (open.length > 0 || this.held.length > 0 || this.outcome !== undefined);
  }

  hold(statement: WireStatement, admit: () => void): void {
    if (statement.backendPid !== null) this.pids.add(statement.backendPid);
    this.held.push({ statement, admit });
    // Which of two connections speaks first is chance, and so is their number; what they say is not.
    this.held.sort((one, other) => compare(one.statement, other.statement));
  }

  /** The statement to go next: the one of that text when several wait, else the first by its text. */
  next(text: string | null): HeldStatement | undefined {
    return this.held.find((one) => one.statement.text === text) ?? this.held[0];
  }

  /** Lets the held statement go to the server. */
  release(held: HeldStatement): void {
    const { statement } = held;
    this.held.splice(this.held.indexOf(held), 1);
    this.#released.set(statement.connection, {
      statement,
      hasEnded: false,
      isServed: false,
      blockers: [],
      blockedSinceMs: undefined,
    });
    held.admit();
  }

  releaseAll(): void {
    for (let held = this.held[0]; held !== undefined; held = this.held[0]) this.release(held);
  }

  ended(statement: WireStatement): void {
    const position = this.held.findIndex((one) => one.statement === statement);
    if (position >= 0) this.held.splice(position, 1);
    if (statement.sqlState !== null) this.sqlStates.push(statement.sqlState);
    const released = this.#released.get(statement.connection);
    if (released?.statement !== statement) return;
    released.hasEnded = true;
    released.blockers = [];
    released.blockedSinceMs = undefined;
  }

  /** Somebody went on: what the server said before no longer counts. */
  forgetAnswers(): void {
    for (const released of this.#released.values()) {
      released.blockers = [];
      released.isServed = false;
    }
  }

  /** `mayBlock` tells a lock of this run from one that nobody here will ever release. */
  learn(states: ReadonlyMap<number, BackendState>, mayBlock: (pid: number) => boolean, nowMs: number): void {
    for (const [connection, released] of this.#released) {
      const state = states.get(released.statement.backendPid ?? 0);
      const blockers = released.hasEnded ? [] : (state?.blockers ?? []).filter(mayBlock);
      released.blockers = blockers;
      released.blockedSinceMs = blockers.length === 0 ? undefined : (released.blockedSinceMs ?? nowMs);
      const isIdle = state === undefined || state.isIdle;
      released.isServed = isIdle && (released.hasEnded || this.#holdsOn(connection));
    }
  }

  blockersOf(statement: WireStatement): readonly number[] {
    return this.#released.get(statement.connection)?.blockers ?? [];
  }

  /** The next statement of the connection, or the end of the operation, shows that the answer was read. */
  #isDone(connection: number, released: Released): boolean {
    if (released.isServed) return true;
    return released.hasEnded && (this.outcome !== undefined || this.#holdsOn(connection));
  }

  #holdsOn(connection: number): boolean {
    return this.held.some((one) => one.statement.connection === connection);
  }
}

function isBlocked(released: Released): boolean {
  return released.blockers.length > 0;
}

function compare(one: WireStatement, other: WireStatement): number {
  const [left, right] = [one, other].map((statement) => `${statement.text}\n${statement.parameters.join()}`);
  if (left === right || left === undefined || right === undefined) return one.connection - other.connection;
  return left < right ? -1 : 1;
}
