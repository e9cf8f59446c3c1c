import type { Transaction } from 'sequelize';
import { RustokError } from '../errors/index.ts';
import type { Database } from './database.ts';
import type { Deadline } from './deadline.ts';
import { isInTransaction } from './open-transaction.ts';
import { rootOf, wasRolledBack } from './sequelize-internals.ts';

type Callback = () => Promise<void>;
interface Waiting {
  readonly transaction: Transaction;
  readonly callback: Callback;
}

const waitingByRoot = new WeakMap<Transaction, Waiting[]>();

/**
 * Runs the callback once the server is known to have committed the transaction, which `inTransaction` began;
 * never after a rollback, also not when only the savepoint in which it was registered was rolled back.
 * The caller's outcome does not depend on it: what the callback throws goes to the database's `reportError`.
 */
export function afterKnownCommit(transaction: Transaction, callback: Callback): void {
  const waiting = waitingByRoot.get(rootOf(transaction));
  if (waiting === undefined) {
    throw new RustokError(
      'COMMIT_NOT_OBSERVED',
      'The outcome of this transaction is not observed: begin it with inTransaction. Sequelize reports commits that did not happen.',
    );
  }
  waiting.push({ transaction, callback });
}

/** `afterKnownCommit` as the observer that the transactional bus asks for. */
export const commitObserver = { afterKnownCommit, isInTransaction };

/** Lets callbacks wait for this transaction's outcome. */
export function observeCommit(transaction: Transaction): void {
  waitingByRoot.set(transaction, []);
}

/** Forgets the callbacks: the transaction was not committed. */
export function dropCallbacks(transaction: Transaction): void {
  waitingByRoot.delete(transaction);
}

/** Runs the callbacks in the order of their registration, within what is left of the deadline. */
export async function runCallbacks(database: Database, transaction: Transaction, deadline: Deadline): Promise<void> {
  const waiting = waitingByRoot.get(transaction) ?? [];
  waitingByRoot.delete(transaction);
  if (waiting.length === 0) return;
  try {
    await deadline.race('The callbacks after COMMIT', runInOrder(database, waiting));
  } catch (error) {
    report(database, error);
  }
}

async function runInOrder(database: Database, waiting: readonly Waiting[]): Promise<void> {
  for (const { transaction, callback } of waiting) {
    if (wasRolledBack(transaction)) continue;
    try {
      await callback();
    } catch (error) {
      report(database, error);
    }
  }
}

function report(database: Database, error: unknown): void {
  try {
    database.reportError(error);
  } catch (reportingError) {
    process.emitWarning(reportingError instanceof Error ? reportingError : String(reportingError));
  }
}
