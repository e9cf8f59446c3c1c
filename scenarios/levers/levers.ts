import { type AdminConnection, kitApplicationName, openAdminConnection } from '../../harness/counting/index.ts';
import { InconclusiveError, type Subject } from '../contract/index.ts';
import type { FaultPoint } from './fault-point.ts';
import { type RestPoint, takeRestPoint } from './rest-point.ts';
import { installStrike, strikesSoFar } from './strike.ts';
import { sessionsAtWork } from './sessions.ts';
import { untilTrue } from './until.ts';
import { type Write, writesDuring } from './written-tables.ts';

const patienceMs = 10_000;

/** The server's levers over one subject's database: everything that makes the server fail or hold the application. */
export class Levers implements AsyncDisposable {
  readonly #admin: AdminConnection;
  #haveActed = false;

  private constructor(admin: AdminConnection) {
    this.#admin = admin;
  }

  /** Connects as superuser and installs the trigger functions in a schema of their own. */
  static async open(subject: Subject): Promise<Levers> {
    const admin = await openAdminConnection(subject.adminUrl);
    await admin.query(installStrike(subject.backgroundPattern));
    await admin.query(`SET lock_timeout = ${patienceMs}`);
    return new Levers(admin);
  }

  /** Something has been broken or held by them, so that what fails from now on may have suffered from it. */
  get haveActed(): boolean {
    return this.#haveActed;
  }

  /** Runs SQL as superuser. */
  query<Row extends Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.#admin.query<Row>(text, values);
  }

  /** Remembers every committed row of the application, until the next rest point is taken. */
  restPoint(): Promise<RestPoint> {
    return takeRestPoint(this.#admin);
  }

  /** The committed writes made while `work` runs. */
  writesDuring(work: () => Promise<unknown>): Promise<Write[]> {
    return writesDuring(this.#admin, work);
  }

  /**
   * Places the fault, runs `work`, removes the fault, and says how often it struck (`undefined`: it leaves no trace); `work` may ask how often
   * it has until then.
   */
  async during<T>(
    point: FaultPoint,
    work: (strikesSoFar: () => Promise<number>) => Promise<T>,
  ): Promise<{ result: T; strikes: number | undefined }> {
    this.#haveActed = true;
    const before = await this.#strikes();
    await this.#admin.query(point.place);
    try {
      const result = await work(async () => (await this.#strikes()) - before);
      return { result, strikes: point.countsStrikes ? (await this.#strikes()) - before : undefined };
    } finally {
      await this.#admin.query(point.remove);
    }
  }

  /** Holds the gate of this key closed while `work` runs; whoever is still waiting then goes on. */
  async whileClosed<T>(gateKey: number, work: () => Promise<T>): Promise<T> {
    await this.#admin.query('SELECT pg_advisory_lock($1)', [gateKey]);
    try {
      return await work();
    } finally {
      await this.#admin.query('SELECT pg_advisory_unlock($1)', [gateKey]);
    }
  }

  /** Resolves when so many sessions wait at the gate; an `InconclusiveError` when they do not come. */
  async untilWaiting(gateKey: number, sessions: number): Promise<void> {
    let waiting = 0;
    const arrived = await untilTrue(async () => {
      const [row] = await this.#admin.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = 0 AND objid = $1`,
        [gateKey],
      );
      waiting = row?.waiting ?? 0;
      return waiting >= sessions;
    }, patienceMs);
    if (arrived) return;
    throw new InconclusiveError(`only ${waiting} of ${sessions} transactions reached the gate within ${patienceMs} ms`);
  }

  /**
   * Ends every session of the application that waits for what this one holds, until none is at work: what they had not committed is gone
   * with them.
   */
  async endBlocked(): Promise<void> {
    const isQuiet = await untilTrue(async () => {
      // Inside a transaction the server would show the sessions of its beginning.
      await this.#admin.query('SELECT pg_stat_clear_snapshot()');
      const atWork = await this.#admin.query(
        `SELECT CASE WHEN pg_backend_pid() = ANY (pg_blocking_pids(pid)) THEN pg_terminate_backend(pid) END FROM pg_stat_activity
          WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
            AND state <> 'idle' AND application_name <> $1`,
        [kitApplicationName],
      );
      return atWork.length === 0;
    }, patienceMs);
    if (!isQuiet) throw new InconclusiveError(`what waited did not end within ${patienceMs} ms`);
  }

  /** Resolves when no session of the application is at work; an `InconclusiveError` when one goes on. */
  async untilQuiet(): Promise<void> {
    const atWork = await sessionsAtWork(this.#admin, patienceMs);
    if (atWork.length > 0) throw new InconclusiveError(`the application is still at work: ${atWork.join('; ')}`);
  }

  /** Locks the tables against everybody, reads included, while `work` runs. */
  async whileLocked<T>(tables: readonly string[], work: () => Promise<T>): Promise<T> {
    this.#haveActed = true;
    await this.#admin.query('BEGIN');
    try {
      await this.#admin.query(`LOCK TABLE ${tables.join(', ')} IN ACCESS EXCLUSIVE MODE`);
      return await work();
    } finally {
      await this.#admin.query('ROLLBACK');
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#admin[Symbol.asyncDispose]();
  }

  async #strikes(): Promise<number> {
    const [row] = await this.#admin.query<{ strikes: number }>(strikesSoFar);
    return row?.strikes ?? 0;
  }
}
