import { DependencyError } from '../../../src/errors/index.ts';

/** A service that did not come up. */
export class NotReadyError extends DependencyError {
  /** Where the service file says what did not hold. */
  readonly path: readonly string[];

  constructor(path: readonly string[], message: string) {
    super(message, { code: 'SERVICE_NOT_READY' });
    this.path = path;
  }
}
