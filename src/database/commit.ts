import type { Transaction } from 'sequelize';
import type { Database } from './database.ts';
import type { Deadline } from './deadline.ts';
import { QueryTypes } from './sequelize.ts';
import { internalsOf } from './sequelize-internals.ts';
import { destroyConnection, releaseConnection, rollbackTransaction, sendLast } from './transaction-connection.ts';
import { CommitInDoubtError, TransactionRolledBackError } from './transaction-errors.ts';
import { notedTransactionId } from './transaction-id.ts';
import { transactionOutcome } from './transaction-outcome.ts';
import { serverErrorOf, translateDatabaseError } from './translate-error.ts';

/** Part of a deadline that is kept for COMMIT and for asking after it. */
export function reserveForCommitMs(deadline: Deadline): number {
  return Math.min(1000, deadline.totalMs / 4);
}

/**
 * Ends the transaction with COMMIT and returns only when the server is known to have committed it; else throws.
 * The truth is the command tag of the server's answer, or `pg_xact_status` when no answer came.
 */
export async function commitTransaction(
  database: Database,
  transaction: Transaction,
  deadline: Deadline,
  swallowed: () => unknown,
): Promise<void> {
  const transactionId = await assignedId(transaction, deadline);
  let tag: string;
  try {
    const commit = sendLast(transaction, 'COMMIT');
    internalsOf(transaction).finished = 'commit';
    tag = await deadline.race('COMMIT', commit, reserveForCommitMs(deadline) / 2);
  } catch (error) {
    if (serverErrorOf(error)?.severity === 'ERROR') {
      releaseConnection(transaction);
      throw translateDatabaseError(error, deadline.totalMs);
    }
    destroyConnection(transaction);
    return settleLostAnswer(database, transactionId, deadline, error);
  }
  releaseConnection(transaction);
  if (tag !== 'COMMIT') throw new TransactionRolledBackError({ cause: swallowed() });
}

/** Null when the transaction has written nothing. An aborted transaction cannot say: COMMIT's tag will. */
async function assignedId(transaction: Transaction, deadline: Deadline): Promise<string | null> {
  const noted = notedTransactionId(transaction);
  if (noted !== undefined) return noted;
  try {
    const asking = internalsOf(transaction).sequelize.query<{ id: string | null }>(
      'SELECT pg_current_xact_id_if_assigned()::text AS id',
      {
        transaction,
        type: QueryTypes.SELECT,
      },
    );
    const rows = await deadline.race('Asking for the transaction id', asking, reserveForCommitMs(deadline));
    return rows[0]?.id ?? null;
  } catch (error) {
    if (serverErrorOf(error)?.code === '25P02') return null;
    await rollbackTransaction(transaction, deadline);
    throw translateDatabaseError(error, deadline.totalMs);
  }
}

async function settleLostAnswer(
  database: Database,
  transactionId: string | null,
  deadline: Deadline,
  cause: unknown,
): Promise<void> {
  // Without an id nothing was written, and the caller may simply try again.
  const outcome = transactionId === null ? 'aborted' : await transactionOutcome(database.url, transactionId, deadline);
  if (outcome === 'committed') return;
  if (outcome === 'unknown') throw new CommitInDoubtError(String(transactionId), deadline.totalMs, { cause });
  throw translateDatabaseError(cause, deadline.totalMs);
}
