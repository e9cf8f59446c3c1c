import type { Transaction as TransactionType } from 'sequelize';
import type { Database } from './database.ts';
import type { Deadline } from './deadline.ts';
import { Transaction } from './sequelize.ts';
import { internalsOf, type PooledConnection } from './sequelize-internals.ts';

/** Holds a connection of the pool by a transaction that has not begun: statements that are given it are sent there. */
export async function holdConnection(database: Database, deadline: Deadline): Promise<TransactionType> {
  const { sequelize } = database;
  const transaction = new Transaction(sequelize, {});
  const acquiring = acquire(database);
  try {
    const connection = await deadline.race('Waiting for a free connection', acquiring);
    connection.uuid = internalsOf(transaction).id;
    internalsOf(transaction).connection = connection;
    return transaction;
  } catch (error) {
    acquiring.then(
      (connection) => sequelize.connectionManager.releaseConnection(connection),
      () => undefined,
    );
    throw error;
  }
}

/**
 * Begins a transaction on a connection of the pool. Sequelize's own `transaction()` keeps the connection to itself until
 * BEGIN has answered, so that a server frozen at that moment would hold it past the deadline.
 */
export async function beginTransaction(database: Database, deadline: Deadline): Promise<TransactionType> {
  const transaction = await holdConnection(database, deadline);
  try {
    await deadline.race('BEGIN', database.sequelize.query('BEGIN', { transaction }));
    return transaction;
  } catch (error) {
    destroyConnection(transaction);
    throw error;
  }
}

/** Rolls back and gives the connection back; destroys it when there is no answer by the deadline, as behind a statement that hangs. Never throws: without COMMIT nothing is written. */
export async function rollbackTransaction(transaction: TransactionType, deadline: Deadline): Promise<void> {
  const internals = internalsOf(transaction);
  try {
    const rollback = sendLast(transaction, 'ROLLBACK');
    internals.finished = 'rollback';
    await deadline.race('ROLLBACK', rollback);
    releaseConnection(transaction);
  } catch {
    destroyConnection(transaction);
  }
}

/** Sends the statement that ends the transaction and returns the command tag that the server answered it with. */
export async function sendLast(transaction: TransactionType, sql: 'COMMIT' | 'ROLLBACK'): Promise<string> {
  const options = { transaction, completesTransaction: true };
  const [, result] = await internalsOf(transaction).sequelize.query(sql, options);
  return (result as { command: string }).command;
}

/** Gives the connection back to the pool: the server has ended the transaction. */
export function releaseConnection(transaction: TransactionType): void {
  const { connection, sequelize } = internalsOf(transaction);
  connection.uuid = undefined;
  sequelize.connectionManager.releaseConnection(connection);
}

/** Cuts a connection in an unknown state and makes room for another in the pool. */
export function destroyConnection(transaction: TransactionType): void {
  const internals = internalsOf(transaction);
  const { connection, sequelize } = internals;
  internals.finished ??= 'rollback';
  connection.uuid = undefined;
  connection.connection.stream.destroy();
  sequelize.connectionManager.destroyConnection(connection).catch(() => undefined);
}

async function acquire({ sequelize }: Database): Promise<PooledConnection> {
  return (await sequelize.connectionManager.getConnection({ type: 'write' })) as PooledConnection;
}
