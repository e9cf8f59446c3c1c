import { RustokError } from '../errors/index.ts';

/** The server answered COMMIT with ROLLBACK: nothing was written, though no statement's error reached the caller. */
export class TransactionRolledBackError extends RustokError {
  override readonly name = 'TransactionRolledBackError';

  constructor(options: { cause?: unknown } = {}) {
    super(
      'TRANSACTION_ROLLED_BACK',
      'The server answered COMMIT with ROLLBACK and nothing was written: a statement failed and its error was swallowed. Let the error of a statement leave the transaction, or contain it in a savepoint.',
      options,
    );
  }
}

/** Whether the transaction committed could not be found out before the deadline: look at the state before trying again. HTTP 504. */
export class CommitInDoubtError extends RustokError {
  override readonly name = 'CommitInDoubtError';
  /** The transaction's id at the server, for `pg_xact_status`. */
  readonly transactionId: string;

  constructor(transactionId: string, deadlineMs: number, options: { cause?: unknown } = {}) {
    super(
      'COMMIT_IN_DOUBT',
      `The acknowledgement of COMMIT was lost, and the server could not be asked for the outcome of transaction ${transactionId} within ${deadlineMs} ms: it may have been committed. Read the state before trying again.`,
      options,
    );
    this.transactionId = transactionId;
  }
}
