/** One field of an input that was refused: its path (`translations[0].slug`) and the reason. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
}

/** Base of every error of this package: a stable `code` in UPPER_SNAKE, a message that says what failed, on what and what to do, and the `cause`. */
export class RustokError extends Error {
  override readonly name: string = 'RustokError';
  readonly code: string;
  /** Every field that was refused, all at once; only on input errors. */
  readonly fields?: readonly FieldError[];

  constructor(code: string, message: string, options: { cause?: unknown; fields?: readonly FieldError[] } = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    if (options.fields !== undefined) this.fields = options.fields;
  }
}

/** Narrows an unknown value to a `RustokError`, optionally of one code. */
export function isRustokError(value: unknown, code?: string): value is RustokError {
  return value instanceof RustokError && (code === undefined || value.code === code);
}
