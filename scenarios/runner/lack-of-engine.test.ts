import { expect, test } from 'vitest';
import { engines } from '../../harness/database/index.ts';
import type { Scenario, Target } from '../contract/index.ts';
import { runScenario } from './run-scenario.ts';

const pglite = engines.find(({ name }) => name === 'pglite');

function targetOn(capabilities: NonNullable<typeof pglite>['capabilities'] = new Set()): Target {
  return {
    name: 'planted',
    capabilities: new Set(['real-commit', 'concurrency']),
    engine: async () => ({ engine: 'pglite', capabilities }),
    open: () => Promise.reject(new Error('It was opened.')),
  };
}

const scenario = (needs: Scenario['needs']): Scenario => ({
  id: 'TOY-1',
  title: 'MUST be judged on an engine that can show it',
  needs,
  run: async () => undefined,
});

test('a scenario that needs more than its engine can show is skipped, naming the engine and the capability', async () => {
  const outcome = await runScenario(targetOn(pglite?.capabilities), scenario(['real-commit', 'concurrency']));
  expect(outcome.verdict).toBe('skipped');
  expect(outcome.reason).toMatch(
    /^TOY-1 needs what the engine pglite cannot show: concurrency \(.*Use the engine embedded/,
  );
});

test('a scenario that the engine can show is opened', async () => {
  const outcome = await runScenario(targetOn(pglite?.capabilities), scenario(['real-commit']));
  expect(outcome.reason).toContain('It was opened.');
});
