import type { Transaction } from 'sequelize';
import { cancelStatement } from './cancel-statement.ts';
import type { Database } from './database.ts';
import { Deadline } from './deadline.ts';
import { isRustokError } from '../errors/index.ts';
import { internalsOf } from './sequelize-internals.ts';
import { destroyConnection, holdConnection, releaseConnection } from './transaction-connection.ts';
import { translateDatabaseError } from './translate-error.ts';

/**
 * Runs a read that is no longer wanted once the signal fires: the server is asked to cancel it, so that it costs neither the server nor
 * the pool anything more. Rejects with the signal's reason then; bounded by the deadline, errors translated, as in `withinDeadline`.
 */
export async function readUntilAborted<T>(
  database: Database,
  operation: string,
  signal: AbortSignal,
  read: (held: Transaction) => Promise<T>,
): Promise<T> {
  const deadline = new Deadline(database.deadlineMs);
  try {
    signal.throwIfAborted();
    const held = await holdConnection(database, deadline);
    return await readOn(held, signal, deadline, () => deadline.race(operation, read(held)));
  } catch (error) {
    signal.throwIfAborted();
    throw translateDatabaseError(error, deadline.totalMs);
  }
}

/** Gives the connection back, unless something may still be under way on it. */
async function readOn<T>(
  held: Transaction,
  signal: AbortSignal,
  deadline: Deadline,
  read: () => Promise<T>,
): Promise<T> {
  let cancelled: Promise<void> | undefined;
  const cancel = (): void => {
    cancelled = cancelStatement(internalsOf(held).connection, deadline);
  };
  signal.addEventListener('abort', cancel);
  let isAnswered = true;
  try {
    signal.throwIfAborted();
    return await read();
  } catch (error) {
    isAnswered = !isRustokError(error, 'DEADLINE_EXCEEDED');
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await cancelled;
    // A cancellation can be late, and would end the next statement of this connection.
    if (isAnswered && cancelled === undefined) releaseConnection(held);
    else destroyConnection(held);
  }
}
