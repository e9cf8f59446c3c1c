import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transaction } from 'sequelize';
import { internalsOf } from './sequelize-internals.ts';

const storage = new AsyncLocalStorage<Transaction>();

/** Runs the work of a transaction so that code below it can tell. */
export function runInOpenTransaction<T>(
  transaction: Transaction,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return storage.run(transaction, () => work(transaction));
}

/** True while the caller runs in the work of a transaction that has not ended. */
export function isInTransaction(): boolean {
  const transaction = storage.getStore();
  return transaction !== undefined && internalsOf(transaction).finished === undefined;
}
