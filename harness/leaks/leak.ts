/** What a test can leave behind. */
export type LeakKind =
  | 'open-transaction'
  | 'idle-in-transaction'
  | 'checked-out-connection'
  | 'advisory-lock'
  | 'unawaited-publish'
  | 'timer'
  | 'socket'
  | 'undelivered-outbox';

/** One thing that a test left behind: what it is, and the stack that opened it. */
export interface Leak {
  readonly kind: LeakKind;
  readonly what: string;
  /** The frames that opened it, one a line; for a session of another process its last statement, for a prepared transaction its name. */
  readonly stack: string;
}
