import type { RequestTimings } from './load.ts';

/** A load whose requests come when they come, however slow the answers are. */
export interface OpenLoadOptions {
  /** A URL of this machine: `http://127.0.0.1:…`. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Arrivals a second on average; the gaps between them are those of a Poisson process. */
  readonly ratePerSecond: number;
  readonly durationMs: number;
  /** Connections that may be open at once; arrivals beyond them wait, and their waiting counts as latency. */
  readonly connections: number;
  /** The same seed gives the same arrivals. */
  readonly seed: number;
  /** After the last arrival, whoever has no answer after this long has failed. */
  readonly deadlineMs: number;
  readonly allowRemote?: boolean;
}

/** What became of every arrival. */
export interface OpenLoadResult {
  /** Arrivals; each one was sent. */
  readonly sent: number;
  readonly answered: number;
  /** Always `sent - answered`. */
  readonly failed: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly failures: Readonly<Record<string, number>>;
  /** From the moment at which the request was due, so that a stall counts for everybody who would have come during it. */
  readonly timings: RequestTimings;
  /** From the moment at which the request was written: what a closed loop would have seen. */
  readonly serviceMs: readonly number[];
  /** Most requests that were due and not yet answered. */
  readonly highestBacklog: number;
  /** Most requests that were on the wire. */
  readonly highestInFlight: number;
  /** The longest that the generator itself was behind its own schedule. */
  readonly latestMs: number;
  readonly doubts: readonly string[];
}
