import type { Detail } from './detail.ts';

/** What a scenario saw, as counts; a count that has no meaning for a scenario is absent. */
export interface Evidence {
  queries?: number;
  requests?: number;
  /** Routes that were judged by what they declare, without a request. */
  routes?: number;
  envelopes?: number;
  faultPoints?: number;
  /** Published, though not committed. */
  ghost?: number;
  /** Committed, not published after draining. */
  lost?: number;
  /** Part of an operation committed. */
  torn?: number;
  /** Not settled after the declared deadline. */
  stuck?: number;
  /** The caller saw an error, but the operation is committed. */
  ambiguous?: number;
  /** The median duration of a fault point in milliseconds, from reset to verdict. */
  medianMs?: number;
  schedules?: number;
}

/** Where a running scenario leaves what it saw. */
export interface Reporter {
  readonly evidence: Readonly<Evidence>;
  /** Adds to one count, which thereby appears in the report; by 0 to say that nothing of the kind was seen. */
  count(kind: keyof Evidence, by?: number): void;
  /** Shows a detail in the written report; best before the verdict is thrown. */
  attach(detail: Detail): void;
  /** The one fault point that is asked for, as a finding names it (`create, drop-after at statement 6`); for scenarios that take one. */
  readonly point?: string;
  /** After so many violations a scenario has seen what is wrong, and goes no further than the operation it is at. */
  readonly enough: number;
  /** One line of progress for whoever watches. */
  progress(line: string): void;
  /** Aborted when the scenario's deadline has passed. */
  readonly signal: AbortSignal;
}
