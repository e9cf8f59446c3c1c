import { type FieldError, RustokError } from '../../src/errors/index.ts';

/** A file that the user wrote says something that cannot be; the message has a line for each mistake: file, line, what is allowed. */
export class ConfigurationError extends RustokError {
  override readonly name = 'ConfigurationError';

  constructor(mistakes: readonly FieldError[], options: { cause?: unknown } = {}) {
    super('INVALID_CONFIGURATION', mistakes.map(({ path, message }) => `${path}: ${message}`).join('\n'), {
      fields: mistakes,
      ...options,
    });
  }
}
