import { type FieldError, RustokError } from './rustok-error.ts';

/** Input that was refused before anything was written; `fields` names every failing field. HTTP 400. */
export class ValidationError extends RustokError {
  override readonly name = 'ValidationError';
  declare readonly fields: readonly FieldError[];

  constructor(subject: string, fields: readonly FieldError[], options: { cause?: unknown; code?: string } = {}) {
    const listed = fields.map((field) => `${field.path === '' ? subject : field.path}: ${field.message}`).join('; ');
    super(options.code ?? 'VALIDATION_FAILED', `${subject} is not valid: ${listed}`, { ...options, fields });
  }
}

/** No credentials, or credentials that prove nothing. HTTP 401. */
export class UnauthenticatedError extends RustokError {
  override readonly name = 'UnauthenticatedError';

  constructor(message: string, options: { cause?: unknown } = {}) {
    super('UNAUTHENTICATED', message, options);
  }
}

/** A known caller that lacks a permission, or that may not act at all. HTTP 403. */
export class ForbiddenError extends RustokError {
  override readonly name = 'ForbiddenError';

  constructor(message: string, options: { cause?: unknown; code?: string } = {}) {
    super(options.code ?? 'FORBIDDEN', message, options);
  }
}

/** Nothing of that identity is visible to the caller. HTTP 404. */
export class NotFoundError extends RustokError {
  override readonly name = 'NotFoundError';

  constructor(message: string, options: { cause?: unknown; code?: string } = {}) {
    super(options.code ?? 'NOT_FOUND', message, options);
  }
}

/** The state of the database does not allow the operation. HTTP 409. */
export class ConflictError extends RustokError {
  override readonly name = 'ConflictError';

  constructor(
    code: 'DUPLICATE_SLUG' | 'CONCURRENT_MODIFICATION' | 'INVALID_TRANSITION' | (string & {}),
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(code, message, options);
  }
}

/** A database, broker or other service that is needed did not do its part. HTTP 503. */
export class DependencyError extends RustokError {
  override readonly name = 'DependencyError';

  constructor(message: string, options: { cause?: unknown; code?: string } = {}) {
    super(options.code ?? 'DEPENDENCY_UNAVAILABLE', message, options);
  }
}

/** A deadline passed; the message names the operation and the deadline in milliseconds. HTTP 504. */
export class DeadlineError extends RustokError {
  override readonly name = 'DeadlineError';

  constructor(operation: string, deadlineMs: number, options: { cause?: unknown } = {}) {
    super('DEADLINE_EXCEEDED', `${operation} did not finish within ${deadlineMs} ms`, options);
  }
}
