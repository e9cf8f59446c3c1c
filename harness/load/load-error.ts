import { RustokError } from '../../src/errors/index.ts';

/** The load could not be generated; nothing was learnt about the service. */
export class LoadError extends RustokError {
  override readonly name = 'LoadError';

  constructor(
    code:
      | 'LOAD_NOT_LOOPBACK'
      | 'LOAD_OPTIONS_INVALID'
      | 'TOO_FEW_OPEN_FILES'
      | 'SOCKETS_INTERCEPTED'
      | 'LOAD_PROCESS_FAILED',
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(code, message, options);
  }
}
