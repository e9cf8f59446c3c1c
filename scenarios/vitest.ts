import { importPeer } from '../src/errors/index.ts';
import type { Scenario, Target } from './contract/index.ts';
import { type RunOptions, runScenario } from './runner/index.ts';

/**
 * Registers one Vitest test a scenario, to be awaited at the top of a test file. What the target cannot do is skipped with its
 * reason; what could not be judged fails.
 */
export async function describeScenarios(
  target: Target,
  scenarios: readonly Scenario[],
  options: RunOptions = {},
): Promise<void> {
  const { describe, test } = await importPeer('vitest', 'describeScenarios', () => import('vitest'));
  describe(target.name, () => {
    for (const scenario of scenarios) {
      test(`${scenario.id} ${scenario.title}`, { timeout: 0 }, async (context) => {
        const outcome = await runScenario(target, scenario, options);
        if (outcome.verdict === 'skipped') context.skip(outcome.reason);
        if (outcome.verdict === 'passed') return;
        throw new Error(`${outcome.verdict}: ${outcome.reason}\nevidence: ${JSON.stringify(outcome.evidence)}`, {
          cause: outcome.error,
        });
      });
    }
  });
}
