import type { Transaction } from 'sequelize';
import { internalsOf } from './sequelize-internals.ts';

/** Remembers the last statement error that the server sent in a transaction, for the report of one that was swallowed. */
export interface StatementErrors extends Disposable {
  last(): unknown;
}

const IN_FAILED_TRANSACTION = '25P02';

/** Listens on the transaction's connection until disposed of. */
export function watchStatementErrors(transaction: Transaction): StatementErrors {
  const { connection } = internalsOf(transaction).connection;
  let last: unknown;
  const remember = (error: { code?: string }) => {
    if (error.code !== IN_FAILED_TRANSACTION) last = error;
  };
  connection.on('errorMessage', remember);
  return {
    last: () => last,
    [Symbol.dispose]: () => void connection.off('errorMessage', remember),
  };
}
