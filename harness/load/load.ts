/** What to send, and how long to wait for it. */
export interface LoadOptions {
  /** A URL of this machine: `http://127.0.0.1:…`. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Connections opened at once. */
  readonly connections: number;
  /** Requests sent one after the other on each connection (default 1: a burst). */
  readonly requestsPerConnection?: number;
  /** Text that must stand in every body. */
  readonly expectInBody?: string;
  /** After this long, whoever has no answer yet has failed. */
  readonly deadlineMs: number;
}

/** What became of every request; our own ledger, which does not trust the generator's totals. */
export interface LoadResult {
  readonly sent: number;
  readonly answered: number;
  /** Sent and never answered, for whatever reason: always `sent - answered`. */
  readonly failed: number;
  /** Answers by HTTP status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers without the expected text. */
  readonly mismatches: number;
  /** Why requests failed: error codes, `timeout`, `closed without an answer`, `no answer before the deadline`. */
  readonly failures: Readonly<Record<string, number>>;
  /** One body for each status, shortened, for messages. */
  readonly samples: Readonly<Record<string, string>>;
  /** One body without the expected text, shortened. */
  readonly mismatch?: string;
  /** What does not add up between the order, the ledger and the generator's own totals; empty when the load can be believed. */
  readonly doubts: readonly string[];
}
