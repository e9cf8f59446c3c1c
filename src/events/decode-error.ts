import { type FieldError, RustokError } from '../errors/index.ts';

/** Why a stored payload was refused. */
export type EventDecodeErrorCode =
  'INVALID_EVENT' | 'UNKNOWN_EVENT_TYPE' | 'UNKNOWN_EVENT_VERSION' | 'EVENT_TYPE_MISMATCH' | 'EVENT_VERSION_MISMATCH';

/** A stored payload that no consumer may receive: it belongs to the dead letters. The message never shows the payload. */
export class EventDecodeError extends RustokError {
  override readonly name = 'EventDecodeError';
  declare readonly code: EventDecodeErrorCode;

  constructor(
    code: EventDecodeErrorCode,
    message: string,
    options: { cause?: unknown; fields?: readonly FieldError[] } = {},
  ) {
    const listed = (options.fields ?? []).map((field) => `${field.path}: ${field.message}`).join('; ');
    super(code, listed === '' ? message : `${message}: ${listed}`, options);
  }
}
