import type { ProofReport, Scenario, ScenarioResult, Target, Verdict } from '../contract/index.ts';
import { describeEvidence } from '../report/index.ts';
import { type RunOptions, type ScenarioOutcome, runScenario } from './run-scenario.ts';

/** Runs scenarios one after the other, each on a fresh subject: data in, results out. */
export async function runScenarios(
  target: Target,
  scenarios: readonly Scenario[],
  options: RunOptions = {},
): Promise<ProofReport> {
  const outcomes: ScenarioOutcome[] = [];
  for (const scenario of scenarios) {
    options.onProgress?.(`${scenario.id} ${scenario.title}`);
    const outcome = await runScenario(target, scenario, options);
    options.onProgress?.(`  ${outcome.verdict}: ${describeEvidence(outcome.evidence) || 'nothing to count'}`);
    outcomes.push(outcome);
  }
  return {
    target: target.name,
    database: outcomes.find((outcome) => outcome.database !== undefined)?.database ?? 'none was opened',
    scenarios: outcomes.map(publicResult),
    summary: summarise(outcomes),
  };
}

/** How many scenarios came to each verdict. */
export function summarise(results: readonly ScenarioResult[]): Readonly<Record<Verdict, number>> {
  const summary = { passed: 0, failed: 0, skipped: 0, inconclusive: 0 };
  for (const result of results) summary[result.verdict] += 1;
  return summary;
}

function publicResult({ id, title, verdict, reason, durationMs, evidence }: ScenarioOutcome): ScenarioResult {
  return { id, title, verdict, ...(reason === undefined ? {} : { reason }), durationMs, evidence };
}
