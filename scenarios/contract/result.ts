import type { Evidence } from './evidence.ts';

/** `inconclusive`: the scenario could not see what it must judge; it counts as not proved. */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'inconclusive';

/** What became of one scenario. */
export interface ScenarioResult {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** Why it did not pass. */
  readonly reason?: string;
  readonly durationMs: number;
  readonly evidence: Evidence;
}

/** What `prove --reporter json` prints. */
export interface ProofReport {
  readonly target: string;
  readonly database: string;
  readonly scenarios: readonly ScenarioResult[];
  readonly summary: Readonly<Record<Verdict, number>>;
}
