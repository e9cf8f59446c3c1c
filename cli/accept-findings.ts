import {
  type ProofReport,
  type ScenarioOutcome,
  type SuppressedResults,
  applySuppressions,
  readSuppressions,
  summarise,
} from '../scenarios/index.ts';
import { exitCodeOfProof, exitCodes } from './exit-code.ts';

/** A report without what the team has accepted, and what is to be said about the suppressions. */
export interface AcceptedReport {
  readonly report: ProofReport;
  /** Lines for stderr: what has expired, what is unused. */
  readonly complaints: readonly string[];
  exitCode(named: ReadonlySet<string>): number;
}

/** Reads the suppression file at once, so that a mistake in it is told before anything runs, and applies it to a finished report. */
export function acceptFindings(
  path: string,
  now: Date = new Date(),
): (report: ProofReport, outcomes: readonly ScenarioOutcome[]) => AcceptedReport {
  const suppressions = readSuppressions(path);
  const today = now.toISOString().slice(0, 10);
  return (report, outcomes) => {
    const judged = report.scenarios.map((result) => ({
      result,
      error: outcomes.find(({ id }) => id === result.id)?.error,
    }));
    const suppressed = applySuppressions(judged, suppressions, today);
    const left = { ...report, scenarios: suppressed.results, summary: summarise(suppressed.results) };
    return {
      report: left,
      complaints: complaintsOf(suppressed),
      exitCode: (named) => exitCodeOf(suppressed, left, named),
    };
  };
}

/** What is accepted is neither a reason to fail nor a request that could not be met. */
function exitCodeOf({ expired, accepted }: SuppressedResults, report: ProofReport, named: ReadonlySet<string>): number {
  if (expired.length > 0) return exitCodes.failed;
  const { failed, inconclusive, passed } = report.summary;
  if (failed === 0 && inconclusive === 0 && passed === 0 && accepted.size > 0) return exitCodes.held;
  return exitCodeOfProof(report, new Set([...named].filter((id) => !accepted.has(id))));
}

function complaintsOf({ expired, unused }: SuppressedResults): string[] {
  return [
    ...expired.map(
      ({ place, scenario, finding, expires }) =>
        `${place}: ${scenario} "${finding}" expired on ${expires}: mend it, or decide anew`,
    ),
    ...unused.map(
      ({ place, scenario, finding }) =>
        `${place}: ${scenario} "${finding}" is unused: nothing of the kind was found, remove it`,
    ),
  ];
}
