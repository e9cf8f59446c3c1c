import { TierError } from '../tier-error.ts';
import { type Frame, bytesOf, errorFrame, frame, readyFrame } from './frames.ts';
import type { Turn } from './turn.ts';
import type { Upstream } from './upstream.ts';

const inTransaction = 'rustok_transaction';
const inStatement = 'rustok_statement';

/** Fires what a COMMIT would fire, and leaves it to be fired again: a subtransaction's end undoes the change of mode. */
const checkDeferred =
  'SAVEPOINT rustok_check; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK TO rustok_check; RELEASE rustok_check';

/** In place of statements that mean nothing here: a COMMIT outside of a transaction, an isolation level that holds anyway. */
const nothing = "SET LOCAL rustok.nothing = ''";

/**
 * One session for all connections of a test. Their transactions are savepoints, each statement outside of one too, so that a
 * failed statement spoils nothing but itself. Turns of several connections follow one another; one that would have to overlap
 * another one's transaction is refused.
 */
export class SharedSession {
  /** What the test was refused, in order. */
  readonly refusals: TierError[] = [];
  readonly #upstream: Upstream;
  /** Whose transaction is open. */
  #owner: object | undefined;
  #failed = false;
  #open = false;
  #last: Promise<void> = Promise.resolve();

  constructor(upstream: Upstream) {
    this.#upstream = upstream;
  }

  /** Begins what will be rolled back. */
  async begin(): Promise<void> {
    await this.#last;
    await this.#upstream.run('BEGIN');
    this.#open = true;
    this.#owner = undefined;
    this.refusals.length = 0;
  }

  /** Ends a test's transaction, and what of the session no transaction undoes. */
  async end(how: 'ROLLBACK' | 'COMMIT', afterwards: readonly string[]): Promise<void> {
    this.#open = false;
    await this.#last;
    await this.#upstream.run(how);
    for (const statement of afterwards) await this.#upstream.run(statement);
  }

  /** Runs a connection's turn when those before it have ended. */
  take(turn: Turn): void {
    this.#last = this.#last.then(() => this.#run(turn));
  }

  /** The connection is gone; what it left open is rolled back. */
  leave(connection: object): void {
    this.#last = this.#last.then(async () => {
      if (this.#owner === connection) await this.#abandon();
    });
  }

  async #run(turn: Turn): Promise<void> {
    const { connection, kind } = turn;
    const isOwner = this.#owner === connection;
    if (!this.#open) return this.#refuse(turn, new Error('the test that this database was for has ended'));
    if (kind.kind === 'refused') return this.#refuse(turn, this.#note(turn, kind.reason));
    if (this.#owner !== undefined && !isOwner) {
      const reason = 'it has one session, and another connection has a transaction open';
      return this.#refuse(turn, this.#note(turn, reason));
    }
    if (kind.kind === 'begin' && !isOwner) {
      this.#owner = connection;
      this.#failed = false;
      return this.#forward(turn, `SAVEPOINT ${inTransaction}`, 'BEGIN');
    }
    if (isOwner && kind.kind === 'commit') return this.#commit(turn);
    if (isOwner && kind.kind === 'rollback') return this.#rollBack(turn);
    if (kind.kind === 'commit' || kind.kind === 'rollback')
      return this.#forward(turn, nothing, kind.kind.toUpperCase());
    if (kind.kind === 'isolation') return this.#forward(turn, nothing);
    if (isOwner) return this.#forward(turn);
    // Not awaited: the server answers in the order in which it is asked.
    void this.#upstream.run(`SAVEPOINT ${inStatement}`);
    await this.#forward(turn);
    const undo = this.#failed ? `ROLLBACK TO ${inStatement}; ` : '';
    void this.#upstream.run(`${undo}RELEASE ${inStatement}`);
  }

  async #commit(turn: Turn): Promise<void> {
    if (this.#failed) return this.#rollBack(turn);
    const error = await this.#upstream.run(checkDeferred);
    if (error === undefined) {
      this.#owner = undefined;
      return this.#forward(turn, `RELEASE ${inTransaction}`, 'COMMIT');
    }
    await this.#abandon();
    turn.answer(Buffer.concat([frame('E', error), readyFrame('I')]));
  }

  async #rollBack(turn: Turn): Promise<void> {
    this.#owner = undefined;
    await this.#forward(turn, `ROLLBACK TO ${inTransaction}`, 'ROLLBACK');
    await this.#upstream.run(`RELEASE ${inTransaction}`);
  }

  async #abandon(): Promise<void> {
    this.#owner = undefined;
    await this.#upstream.run(`ROLLBACK TO ${inTransaction}; RELEASE ${inTransaction}`);
  }

  #note({ text }: Turn, reason: string): TierError {
    const error = new TierError('rollback', `The statement ${text.trim().slice(0, 200)}`, reason);
    this.refusals.push(error);
    return error;
  }

  #refuse(turn: Turn, error: Error): void {
    const code = error instanceof TierError ? error.code : '57P01';
    turn.answer(Buffer.concat([errorFrame(code, error.message), readyFrame(this.#statusFor(turn))]));
  }

  /** Sends the turn, with other words in place of its own where they are given, and its answers back. */
  #forward(turn: Turn, text?: string, tag?: string): Promise<void> {
    return new Promise((resolve) => {
      this.#upstream.ask(bytesOf(turn.frames(text)), (answered: Frame) => {
        const { type, body } = answered;
        if (type === 'Z') {
          this.#failed = body.toString('latin1') === 'E';
          turn.answer(readyFrame(this.#statusFor(turn)));
          resolve();
        } else if (type === 'C' && tag !== undefined) turn.answer(frame('C', `${tag}\0`));
        else turn.answer(frame(type, body));
      });
      turn.begun((bytes) => this.#upstream.continue(bytes));
    });
  }

  #statusFor({ connection }: Turn): 'I' | 'T' | 'E' {
    if (this.#owner !== connection) return 'I';
    return this.#failed ? 'E' : 'T';
  }
}
