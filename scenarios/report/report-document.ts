import type { ProofReport, ScenarioDetail } from '../contract/index.ts';

/** What `prove --out` writes as JSON: the document of `--reporter json` and what the scenarios showed. */
export interface ReportDocument extends ProofReport {
  readonly details: readonly ScenarioDetail[];
}
