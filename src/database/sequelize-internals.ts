import type { Client } from 'pg';
import type { Sequelize, Transaction } from 'sequelize';

/** What Sequelize 6 keeps on a transaction and its typings leave out. */
export interface TransactionInternals {
  readonly sequelize: Sequelize;
  readonly parent?: Transaction;
  readonly id: string;
  connection: PooledConnection;
  finished?: 'commit' | 'rollback';
}

/** A connection of Sequelize's pool is pg's client with a mark. */
export interface PooledConnection extends Client {
  uuid?: string | undefined;
}

/** The internals of a transaction. */
export function internalsOf(transaction: Transaction): TransactionInternals {
  return transaction as unknown as TransactionInternals;
}

/** The outermost transaction: a savepoint's work is decided by it. */
export function rootOf(transaction: Transaction): Transaction {
  const { parent } = internalsOf(transaction);
  return parent === undefined ? transaction : rootOf(parent);
}

/** True when the transaction or one that encloses it was rolled back, as far as Sequelize was told. */
export function wasRolledBack(transaction: Transaction): boolean {
  const { parent, finished } = internalsOf(transaction);
  return finished === 'rollback' || (parent !== undefined && wasRolledBack(parent));
}
