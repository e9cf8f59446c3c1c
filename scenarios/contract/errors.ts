import { RustokError } from '../../src/errors/index.ts';

/** The subject broke the obligation; the message says what was seen. The verdict is *failed*. */
export class ObligationError extends RustokError {
  override readonly name = 'ObligationError';
  /** Everything that was found, where the message shows a part of it. */
  readonly findings: readonly string[];

  constructor(message: string, { findings, ...options }: { cause?: unknown; findings?: readonly string[] } = {}) {
    super('OBLIGATION_BROKEN', message, options);
    this.findings = findings ?? [message];
  }
}

/** What was seen proves neither side; the message says what is missing. The verdict is *inconclusive*. */
export class InconclusiveError extends RustokError {
  override readonly name = 'InconclusiveError';

  constructor(message: string, options: { cause?: unknown } = {}) {
    super('INCONCLUSIVE', message, options);
  }
}

/** Throws an `ObligationError` unless the obligation is kept. */
export function demand(kept: boolean, message: string): asserts kept {
  if (!kept) throw new ObligationError(message);
}
