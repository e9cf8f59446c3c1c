import type { LoadSizes, Progress } from '../options.ts';

/** A service that is running somewhere, and how to count at its database. */
export interface ServiceOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A superuser's URL of its database. */
  readonly databaseUrl: string;
  readonly queryPattern: RegExp;
  /** Held until the whole crowd has been sent; without it nothing is. */
  readonly holdTable?: string;
  readonly connections: number;
  readonly rounds: number;
  /** Arrivals a second; without it there is no open loop. */
  readonly ratePerSecond?: number;
  readonly seed: number;
  readonly allowRemote: boolean;
  readonly sizes?: LoadSizes;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}
