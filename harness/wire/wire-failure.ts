import { RustokError } from '../../src/errors/index.ts';
import type { ProtocolError } from './messages.ts';

/** A connection that cannot go on; `protocolError` is what the client is told before it is closed. */
export class WireFailure extends RustokError {
  override readonly name = 'WireFailure';
  readonly protocolError: ProtocolError;

  constructor(sqlState: string, message: string, options: { cause?: unknown } = {}) {
    super('WIRE_FAILURE', message, options);
    this.protocolError = { severity: 'FATAL', sqlState, message: `rustok-testkit proxy: ${message}` };
  }
}

/** SQLSTATEs that the proxy itself uses. */
export const sqlState = {
  protocolViolation: '08P01',
  connectionFailure: '08006',
  cannotConnect: '08001',
  unsupported: '0A000',
} as const;

/** A fault that was due and could not be placed, as the client is told. */
export function cannotPlace(cause: unknown): WireFailure {
  if (cause instanceof WireFailure) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new WireFailure(sqlState.connectionFailure, `a fault could not be placed: ${reason}`, { cause });
}
