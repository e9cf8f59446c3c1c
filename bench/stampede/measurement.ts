/** One figure of one round; `base` is the same figure of what it is compared with, taken in the same round. */
export interface Figure {
  readonly metric: string;
  readonly unit: string;
  readonly value: number;
  readonly base?: number;
  /** What the base is a figure of. */
  readonly ratioTo?: string;
}

/** What a chart is drawn from; times in milliseconds from the first request. */
export interface Trace {
  readonly latencyMs: readonly number[];
  readonly arrivedAtMs: readonly number[];
  readonly completedAtMs: readonly number[];
  /** When the gate was opened; absent where nothing was held. */
  readonly releasedAtMs?: number;
  /** Queries that the server had counted at a moment. */
  readonly queries: readonly { readonly atMs: number; readonly count: number }[];
}

/** What one case came to in one round. With a doubt the figures mean nothing, and none is shown. */
export interface Measured {
  readonly figures: readonly Figure[];
  readonly doubts: readonly string[];
  readonly trace?: Trace;
}
