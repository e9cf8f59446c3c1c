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
  /** Take the time of every request, on a clock that all processes of this machine share. */
  readonly timings?: boolean;
  /** Send elsewhere than to this machine; off unless the user asks for it. */
  readonly allowRemote?: boolean;
}

/** When requests were sent and how long their answers took; in the order of the answers. */
export interface RequestTimings {
  /** On the monotonic clock of the machine (`monotonicMs`). */
  readonly sentAtMs: readonly number[];
  readonly latencyMs: readonly number[];
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
  /** Of the requests that were answered, when they were asked for. */
  readonly timings?: RequestTimings;
}
