import type { Transaction } from 'sequelize';
import { rootOf } from './sequelize-internals.ts';

const known = new WeakMap<Transaction, string>();

/** Keeps the server's id of a transaction that a statement of it returned (`pg_current_xact_id()`), which saves COMMIT a round trip. */
export function noteTransactionId(transaction: Transaction, transactionId: string): void {
  known.set(rootOf(transaction), transactionId);
}

/** The server's id of the transaction, if a statement of it returned one. */
export function notedTransactionId(transaction: Transaction): string | undefined {
  return known.get(rootOf(transaction));
}
