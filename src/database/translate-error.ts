import { ConflictError, DeadlineError, DependencyError, RustokError } from '../errors/index.ts';
import { BaseError, ConnectionAcquireTimeoutError, ConnectionError } from './sequelize.ts';

/** The part of a server's ErrorResponse that decisions hang on. */
export interface ServerError extends Error {
  readonly code: string;
  readonly severity: string;
}

const TIMEOUTS = new Set(['57014', '25P03', '25P04']);
const LOST_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout expired|pool is draining|ConnectionManager\.getConnection was called after)/;
const LOST_SYSTEM_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** The server's own error behind an error of Sequelize or pg, if the server sent one. */
export function serverErrorOf(error: unknown): ServerError | undefined {
  const driverError = driverErrorOf(error);
  if (!(driverError instanceof Error) || !('severity' in driverError) || !('code' in driverError)) return undefined;
  return driverError as ServerError;
}

/**
 * Turns what the database layer throws into this package's errors: a lost or refused connection into a `DependencyError`,
 * a timeout into a `DeadlineError`, a deadlock or a serialization failure into a `ConflictError`.
 * Everything else, constraint violations among it, comes back as it is: their meaning is known to who wrote the statement.
 */
export function translateDatabaseError(error: unknown, deadlineMs: number): unknown {
  if (error instanceof RustokError) return error;
  if (error instanceof ConnectionAcquireTimeoutError)
    return new DeadlineError('Waiting for a free connection', deadlineMs, { cause: error });
  const code = serverErrorOf(error)?.code;
  if (code !== undefined) return translateServerError(code, error, deadlineMs);
  const driverError = driverErrorOf(error);
  if (messageOf(driverError) === 'Query read timeout')
    return new DeadlineError('A statement', deadlineMs, { cause: error });
  if (error instanceof ConnectionError || isConnectionLoss(driverError)) return unavailable(error);
  return error;
}

function translateServerError(code: string, error: unknown, deadlineMs: number): unknown {
  if (TIMEOUTS.has(code)) return new DeadlineError('A statement', deadlineMs, { cause: error });
  if (/^(08|53|57P|58)/.test(code)) return unavailable(error);
  if (code === '40001' || code === '40P01') {
    return new ConflictError(
      'CONCURRENT_MODIFICATION',
      'The transaction met a concurrent one and was rolled back: try again.',
      { cause: error },
    );
  }
  return error instanceof ConnectionError ? unavailable(error) : error;
}

function unavailable(cause: unknown): DependencyError {
  return new DependencyError(`The database is not available: ${messageOf(driverErrorOf(cause))}`, { cause });
}

function driverErrorOf(error: unknown): unknown {
  return error instanceof BaseError && 'parent' in error && error.parent !== undefined ? error.parent : error;
}

function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return LOST_MESSAGES.test(error.message) || ('code' in error && LOST_SYSTEM_CODES.has(String(error.code)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
