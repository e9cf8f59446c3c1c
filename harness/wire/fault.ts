import type { StatementRecord } from './statement.ts';

/**
 * What goes wrong. `error-before`: the statement is not executed, the transaction is aborted for real, the client reads `sqlState` ·
 * `drop-before`: the connection is reset, the statement never sent · `drop-after`: executed, then the connection is reset without its answer ·
 * `kill-backend`: the server's process is terminated before the statement (needs `adminUrl`) · `freeze`: not sent, never answered ·
 * `freeze-after`: executed, never answered · `delay`: sent after `delayMs`.
 */
export type Fault =
  | { readonly kind: 'error-before'; readonly sqlState: string; readonly message?: string }
  | { readonly kind: 'drop-before' | 'drop-after' | 'kill-backend' | 'freeze' | 'freeze-after' }
  | { readonly kind: 'delay'; readonly delayMs: number };

/** What a fault does to the statement that it strikes. */
export type FaultKind = Fault['kind'];

/** Which statement is meant; all conditions given must hold. */
export interface FaultPlace {
  /** Only statements of this connection of the proxy. */
  readonly connection?: number;
  /** Only statements whose text matches; a predicate works in the proxy's own process only. */
  readonly matching?: RegExp | ((statement: StatementRecord) => boolean);
  /** The k-th of the statements meant, counted from when the fault was armed (default 1, the first). */
  readonly nth?: number;
  /** What `nth` counts: statements of the whole proxy (default) or of each connection by itself. */
  readonly per?: 'proxy' | 'connection';
  /** How many times it fires: on the nth and the ones after it (default 1). */
  readonly times?: number;
}

/** A fault and where it strikes. */
export interface FaultRule {
  readonly fault: Fault;
  readonly at?: FaultPlace;
}

/** The proxy's witness that a fault fired. */
export interface Firing {
  /** The number that `inject` gave the rule. */
  readonly rule: number;
  readonly fault: Fault;
  /** The statement that it struck; its outcome fills in as it becomes known. */
  readonly statement: StatementRecord;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}
