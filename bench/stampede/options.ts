/** Crowds before a cold cache, held at the database. */
export const coldCases = ['found', 'missing', 'inactive', 'error', 'slow-error'] as const;
/** Everything that can be measured of a resolver. */
export const caseNames = [...coldCases, 'get-hit', 'hit', 'expiry', 'open'] as const;

export type ColdCase = (typeof coldCases)[number];
export type CaseName = (typeof caseNames)[number];

/** Measured unless others are named. */
export const usualCases: readonly CaseName[] = [...coldCases, 'get-hit', 'hit', 'expiry'];

/** How much is sent; smaller for a smoke test. */
export interface LoadSizes {
  /** Requests on a hot cache, in turns with the bare framework. */
  readonly hitRequests: number;
  /** Requests while entries expire. */
  readonly expiryRequests: number;
  /** Duration of an open loop. */
  readonly openMs: number;
}

/** What is measured of whom, and how often. */
export interface StampedeOptions {
  readonly resolvers: readonly string[];
  readonly cases: readonly CaseName[];
  readonly connections: number;
  readonly rounds: number;
  /** For the arrivals of the open loop, and for nothing else. */
  readonly seed: number;
  /** Arrivals a second of the case `open`. */
  readonly ratePerSecond: number;
  readonly sizes?: LoadSizes;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** One more piece is done, or about to begin. */
export interface Progress {
  readonly done: number;
  readonly of: number;
  readonly what: string;
}

export const usualSizes: LoadSizes = { hitRequests: 60_000, expiryRequests: 30_000, openMs: 3_000 };
