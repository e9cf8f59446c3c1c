import type { Sequelize as SequelizeType } from 'sequelize';
import { checkConfiguration, objectWith } from '../configuration/index.ts';
import { connectionOptions } from './connection-options.ts';
import { databaseFields } from './database-options.ts';
import { Deadline } from './deadline.ts';
import { Sequelize } from './sequelize.ts';
import { Sockets } from './sockets.ts';
import { translateDatabaseError } from './translate-error.ts';

/** A pool of connections to one database; whoever opened it closes it. */
export interface Database extends AsyncDisposable {
  readonly sequelize: SequelizeType;
  /** The longest that any wait at this database lasts, in milliseconds. */
  readonly deadlineMs: number;
  readonly url: string;
  /** Where errors go that no caller can be given, such as that of a callback after COMMIT. */
  readonly reportError: (error: unknown) => void;
  /** Ends every connection within the deadline, also those that no longer answer. */
  close(): Promise<void>;
}

/** How the database is opened. */
export interface DatabaseOptions {
  /** `postgres://user:password@host:port/name`, or for a socket `postgres://user:password@/name?host=/folder`. */
  readonly url: string;
  readonly pool?: { readonly max?: number } | undefined;
  /** Default 5000. */
  readonly deadlineMs?: number | undefined;
  /** Receives each statement's text; off by default. */
  readonly logging?: ((sql: string) => void) | undefined;
  /** Receives errors that no caller can be given; by default they become process warnings. */
  readonly reportError?: ((error: unknown) => void) | undefined;
}

const optionsSchema = objectWith(databaseFields);

/** Opens a pool and proves that the server answers; a `DependencyError` or `DeadlineError` when it does not. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  checkConfiguration(optionsSchema, 'The configuration of the database', options);
  const { url, deadlineMs = 5000, reportError = warn } = options;
  const max = options.pool?.max ?? 5;
  const sockets = new Sockets();
  const sequelize = new Sequelize({
    ...connectionOptions(url, sockets, { max, deadlineMs }),
    logging: options.logging ?? false,
  });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= closePool(sequelize, sockets, deadlineMs));
  try {
    await new Deadline(deadlineMs).race('Opening the database', sequelize.query('SELECT 1'));
  } catch (error) {
    await close();
    throw translateDatabaseError(error, deadlineMs);
  }
  return { sequelize, deadlineMs, url, reportError, close, [Symbol.asyncDispose]: close };
}

async function closePool(sequelize: SequelizeType, sockets: Sockets, deadlineMs: number): Promise<void> {
  const ended = sequelize.close();
  try {
    await new Deadline(deadlineMs).race('Closing the pool', ended);
  } catch {
    // Whatever still holds a connection has had the deadline; its statement is rejected by the cut.
  } finally {
    sockets.destroyAll();
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : new Error(String(error)));
}
