import type { Action, ConnectionRecord, WireProxy, WireStatement } from '../../wire/index.ts';
import { authorOf } from './attribution.ts';
import { Contender } from './contender.ts';
import type { EntranceListener, Entrances } from './entrances.ts';
import { Journal } from './journal.ts';
import { describeRestless } from './restless.ts';
import type { ScheduledOperation } from './scheduled-operation.ts';
import type { ServerWatch } from './server-watch.ts';
import { Signal } from './signal.ts';

/** What a race stands on. */
export interface Arena {
  readonly operations: readonly ScheduledOperation[];
  readonly entrances: Entrances;
  readonly watch: ServerWatch;
  readonly deadlineMs: number;
}

/** What one step came to: the statement that was released, if any, and who did not come to rest. */
export interface Step {
  readonly text: string | null;
  readonly restless: string | undefined;
}

const lookEveryMs = 3;
// So long a new connection may be without a statement before it counts as a spare one of a pool.
const newcomerMs = 100;
const deadlockDetected = '40P01';
const pass: Action = { kind: 'forward' };

/** One run of all operations, each held at each of its statements. */
export class Race implements EntranceListener {
  readonly contenders: readonly Contender[];
  readonly journal = new Journal();
  /** Why what this run shows must not be relied upon. */
  doubt: string | undefined;
  /** A deadlock was ended at the expense of another one than who closed the circle: the server was slow to look, and will choose otherwise the next time. */
  hasOddVictim = false;
  readonly #arena: Arena;
  readonly #signal = new Signal();
  readonly #authors = new Map<WireStatement, Contender>();
  readonly #owners = new Map<number, Contender>();
  /** Connections that are yet to say something, since when. */
  readonly #silentSince = new Map<string, number>();
  readonly #closedPids = new Set<number>();
  #last: WireStatement | undefined;
  #isFree = false;

  constructor(arena: Arena) {
    this.#arena = arena;
    this.contenders = arena.operations.map((operation) => new Contender(operation.name));
    arena.entrances.listener = this;
  }

  arrived(statement: WireStatement, proxy: WireProxy, operation: number | undefined): Promise<Action> | undefined {
    if (this.#isFree) return undefined;
    const author = operation === undefined ? this.#attribute(statement, proxy) : this.contenders[operation];
    if (author === undefined) return undefined;
    if (!author.isStarted) {
      this.doubt = `${author.name} sent ${statement.text} before it was started: something of an earlier run goes on`;
      return undefined;
    }
    const { promise, resolve } = Promise.withResolvers<Action>();
    this.#authors.set(statement, author);
    author.hold(statement, () => resolve(pass));
    this.#signal.notify();
    return promise;
  }

  ended(statement: WireStatement): void {
    const author = this.#authors.get(statement);
    if (author === undefined) return;
    author.ended(statement);
    if (statement.sqlState === deadlockDetected && statement !== this.#last && this.#arena.watch.steadyMs > 0)
      this.hasOddVictim = true;
    this.journal.answered(author.name, statement);
    this.#signal.notify();
  }

  closed(connection: ConnectionRecord): void {
    if (connection.backendPid !== null) this.#closedPids.add(connection.backendPid);
    this.#signal.notify();
  }

  /** Releases the operation's next statement, having started it when it was not, and waits until all are at rest again. */
  async step(contender: Contender, text: string | null): Promise<Step> {
    if (!contender.isStarted) {
      this.#start(contender);
      const restless = await this.rest();
      if (restless !== undefined) return { text: null, restless };
    }
    const held = contender.next(text);
    if (held === undefined) return { text: null, restless: undefined };
    this.journal.released(contender.name, held.statement);
    this.#last = held.statement;
    contender.release(held);
    const restless = await this.rest();
    this.journal.blocked(this.contenders);
    return { text: held.statement.text, restless };
  }

  /** Waits until nobody can do anything before another step; says who still might when the deadline has passed. */
  async rest(): Promise<string | undefined> {
    const { deadlineMs } = this.#arena;
    const deadline = performance.now() + deadlineMs;
    // Who was blocked a moment ago is asked about at once; the others mostly speak for themselves.
    for (let looked = -1; ;) {
      const seen = this.#signal.version;
      // An answer of the server's holds only as long as nobody goes on.
      for (const contender of this.contenders) contender.forgetAnswers();
      if (this.#restless().length === 0 && !this.#expectsNewcomer()) return undefined;
      if (looked === seen || this.#restless().some((one) => !one.wasBlocked))
        await this.#signal.changed(seen, lookEveryMs);
      if (this.#signal.version === seen) await this.#look();
      looked = seen;
      if (this.#signal.version !== seen) continue;
      if (this.#restless().length === 0 && !this.#expectsNewcomer()) return undefined;
      if (performance.now() > deadline) return describeRestless(this.#restless(), deadlineMs);
    }
  }

  /** Waits for anything to happen; false when nothing did. */
  async change(limitMs: number): Promise<boolean> {
    const seen = this.#signal.version;
    await this.#signal.changed(seen, limitMs);
    return this.#signal.version !== seen;
  }

  /** Lets every operation run as it likes, and after the deadline ends its sessions; false when even then one does not settle. */
  async letGo(): Promise<boolean> {
    const { deadlineMs, watch } = this.#arena;
    this.#isFree = true;
    if (await this.#haveSettled(deadlineMs)) return true;
    await watch.endSessions(this.contenders.flatMap((one) => [...one.pids]));
    return this.#haveSettled(deadlineMs);
  }

  async #haveSettled(limitMs: number): Promise<boolean> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const seen = this.#signal.version;
      for (const contender of this.contenders) contender.releaseAll();
      if (this.contenders.every((one) => !one.isStarted || one.outcome !== undefined)) return true;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await this.#signal.changed(seen, left);
    }
  }

  #start(contender: Contender): void {
    const index = this.contenders.indexOf(contender);
    const { entrances, operations } = this.#arena;
    const { name: operation, sqlStates } = contender;
    contender.isStarted = true;
    const settled = (outcome: NonNullable<Contender['outcome']>) => {
      contender.outcome = outcome;
      this.journal.settled(outcome);
      this.#signal.notify();
    };
    void Promise.resolve()
      .then(() => operations[index]?.run(entrances.urlOf(index)))
      .then(
        (value) => settled({ operation, status: 'fulfilled', value, sqlStates }),
        (error: unknown) => settled({ operation, status: 'rejected', error, sqlStates }),
      );
  }

  #attribute(statement: WireStatement, proxy: WireProxy): Contender | undefined {
    const author = authorOf(statement, proxy, this.#owners.get(statement.connection), this.#restless());
    if (author === 'unclear') {
      this.doubt = `two operations were at work when ${statement.text} came, and either could have sent it`;
      return undefined;
    }
    if (author !== undefined) this.#owners.set(statement.connection, author);
    return author;
  }

  #expectsNewcomer(): boolean {
    const now = performance.now();
    return this.#arena.entrances.silent().some((connection) => {
      const since = this.#silentSince.get(connection) ?? now;
      this.#silentSince.set(connection, since);
      return now - since < newcomerMs;
    });
  }

  #restless(): Contender[] {
    const now = performance.now();
    return this.contenders.filter((one) => !one.isAtRest(this.#arena.watch.steadyMs, now));
  }

  async #look(): Promise<void> {
    const pids = this.contenders.flatMap((one) => one.pidsInQuestion);
    if (pids.length === 0) return;
    const states = await this.#arena.watch.look(pids);
    const ours = new Set(this.contenders.flatMap((one) => [...one.pids]));
    // A session that was closed is about to give its locks back.
    const mayBlock = (pid: number) => ours.has(pid) && !this.#closedPids.has(pid);
    for (const contender of this.contenders) contender.learn(states, mayBlock, performance.now());
  }
}
