import type { IBackup, IMemoryDb } from 'pg-mem';
import type { SessionStatus } from '../one-session/replies.ts';
import type { MemoryField } from './encode-value.ts';
import { type TransactionControl, readControl } from './transaction-control.ts';

/** What a statement answered. */
export interface MemoryResult {
  readonly tag: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly fields: readonly MemoryField[];
}

/** A statement that was refused, with its SQLSTATE where pg-mem or we know it. */
export class MemoryFailure extends Error {
  readonly sqlstate: string;

  constructor(message: string, sqlstate: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.sqlstate = sqlstate;
  }
}

interface Savepoint {
  readonly name: string;
  readonly backup: IBackup;
}

/** Makes transactions of pg-mem true for one writer: what was before is kept, and put back. */
export class MemorySession {
  readonly #database: IMemoryDb;
  /** The first one is the state before BEGIN. */
  #savepoints: Savepoint[] = [];
  #failed = false;

  constructor(database: IMemoryDb) {
    this.#database = database;
  }

  get status(): SessionStatus {
    if (this.#savepoints.length === 0) return 'I';
    return this.#failed ? 'E' : 'T';
  }

  /** Runs one statement; a `MemoryFailure` says why it was refused, and nothing of it remains. */
  run(statement: string): MemoryResult {
    const control = readControl(statement);
    if (control !== undefined) return { tag: this.#control(control), rows: [], fields: [] };
    if (this.#failed) {
      throw new MemoryFailure(
        'current transaction is aborted, commands ignored until end of transaction block',
        '25P02',
      );
    }
    const before = this.#database.backup();
    try {
      const { command, rowCount, rows, fields } = this.#database.public.query(statement);
      return { tag: tagOf(command, rowCount), rows, fields };
    } catch (cause) {
      this.fail();
      this.#restore(before);
      throw asFailure(cause);
    }
  }

  /** Notes that the transaction, if there is one, can only be rolled back. */
  fail(): void {
    if (this.#savepoints.length > 0) this.#failed = true;
  }

  #control(control: TransactionControl): string {
    switch (control.does) {
      case 'begin':
        if (this.#savepoints.length === 0) this.#savepoints = [this.#mark('')];
        return 'BEGIN';
      case 'commit':
        return this.#failed ? this.#rollBack() : this.#commit();
      case 'rollback':
        return this.#rollBack();
      case 'savepoint':
        this.#requireTransaction('SAVEPOINT');
        this.#savepoints.push(this.#mark(control.name));
        return 'SAVEPOINT';
      case 'release':
        this.#savepoints.length = this.#find(control.name);
        return 'RELEASE';
      case 'rollback-to': {
        const index = this.#find(control.name);
        this.#restore(this.#savepoints[index]?.backup);
        this.#savepoints.length = index + 1;
        this.#failed = false;
        return 'ROLLBACK';
      }
      case 'refused':
        throw new MemoryFailure('The engine pg-mem prepares no transactions.', '0A000');
    }
  }

  #commit(): string {
    this.#savepoints = [];
    return 'COMMIT';
  }

  #rollBack(): string {
    const [before] = this.#savepoints;
    this.#savepoints = [];
    this.#failed = false;
    this.#restore(before?.backup);
    return 'ROLLBACK';
  }

  #mark(name: string): Savepoint {
    return { name, backup: this.#database.backup() };
  }

  #find(name: string): number {
    this.#requireTransaction('SAVEPOINT');
    const index = this.#savepoints.findLastIndex((savepoint) => savepoint.name === name);
    if (name !== '' && index > 0) return index;
    this.fail();
    throw new MemoryFailure(`savepoint "${name}" does not exist`, '3B001');
  }

  #requireTransaction(statement: string): void {
    if (this.#savepoints.length > 0) return;
    throw new MemoryFailure(`${statement} can only be used in transaction blocks`, '25P01');
  }

  #restore(backup: IBackup | undefined): void {
    try {
      backup?.restore();
    } catch (cause) {
      throw new MemoryFailure(
        'The engine pg-mem cannot roll back a change of the schema, and kept everything of this transaction (transactional-ddl). Use the engine embedded.',
        '0A000',
        { cause },
      );
    }
  }
}

const withCount = new Set(['SELECT', 'UPDATE', 'DELETE']);

function tagOf(command: string, rowCount: number): string {
  if (command === 'INSERT') return `INSERT 0 ${rowCount}`;
  return withCount.has(command) ? `${command} ${rowCount}` : command;
}

function asFailure(cause: unknown): MemoryFailure {
  const { message = String(cause), code } = cause as { readonly message?: string; readonly code?: string };
  const [firstLine = ''] = message.replace(/^ERROR: /, '').split('\n');
  return new MemoryFailure(firstLine, code ?? 'XX000', { cause });
}
