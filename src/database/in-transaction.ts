import type { Transaction } from 'sequelize';
import { RustokError } from '../errors/index.ts';
import { dropCallbacks, observeCommit, runCallbacks } from './after-commit.ts';
import { commitTransaction, reserveForCommitMs } from './commit.ts';
import type { Database } from './database.ts';
import { Deadline } from './deadline.ts';
import { runInOpenTransaction } from './open-transaction.ts';
import { internalsOf } from './sequelize-internals.ts';
import { beginTransaction, rollbackTransaction } from './transaction-connection.ts';
import { watchStatementErrors } from './statement-errors.ts';
import { translateDatabaseError } from './translate-error.ts';

export interface TransactionOptions {
  /** Bounds everything from waiting for a connection to the outcome; at most the database's own deadline. */
  readonly deadlineMs?: number | undefined;
}

/**
 * Runs `work` in one transaction and resolves only when the server is known to have committed it.
 *
 * Rejects with what `work` threw (connection losses and timeouts translated), with the server's reason for refusing COMMIT,
 * with TRANSACTION_ROLLED_BACK when the server answered COMMIT with ROLLBACK, with COMMIT_IN_DOUBT when the outcome
 * could not be found out, and with DEADLINE_EXCEEDED. In all of these but COMMIT_IN_DOUBT nothing was written.
 */
export async function inTransaction<T>(
  database: Database,
  work: (transaction: Transaction) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const deadline = new Deadline(Math.min(options.deadlineMs ?? database.deadlineMs, database.deadlineMs));
  const transaction = await begin(database, deadline);
  using statementErrors = watchStatementErrors(transaction);
  observeCommit(transaction);
  try {
    const result = await runWork(transaction, work, deadline);
    await commitTransaction(database, transaction, deadline, () => statementErrors.last());
    await runCallbacks(database, transaction, deadline);
    return result;
  } finally {
    dropCallbacks(transaction);
  }
}

async function begin(database: Database, deadline: Deadline): Promise<Transaction> {
  try {
    return await beginTransaction(database, deadline);
  } catch (error) {
    throw translateDatabaseError(error, deadline.totalMs);
  }
}

async function runWork<T>(
  transaction: Transaction,
  work: (transaction: Transaction) => Promise<T>,
  deadline: Deadline,
): Promise<T> {
  try {
    const result = await deadline.race(
      'The transaction',
      runInOpenTransaction(transaction, work),
      reserveForCommitMs(deadline),
    );
    if (internalsOf(transaction).finished === undefined) return result;
    throw new RustokError(
      'TRANSACTION_FINISHED_EARLY',
      'The work of a transaction must not commit it or roll it back: throw to roll back.',
    );
  } catch (error) {
    const translated = translateDatabaseError(error, deadline.totalMs);
    if (internalsOf(transaction).finished === undefined) await rollbackTransaction(transaction, deadline);
    throw translated;
  }
}
