import { expect, test } from 'vitest';
import { engines } from '../../harness/database/index.ts';
import type { Capability, Scenario, Target } from '../contract/index.ts';
import { suites } from '../registry.ts';
import { lackOfEngine } from './lack-of-engine.ts';
import { runScenario } from './run-scenario.ts';

function targetOn(name: 'pglite' | 'pg-mem'): Target {
  const capabilities = engines.find((engine) => engine.name === name)?.capabilities ?? new Set();
  return {
    name: 'planted',
    capabilities: new Set<Capability>(['real-commit', 'concurrency']),
    engine: async () => ({ engine: name, capabilities }),
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
  const outcome = await runScenario(targetOn('pglite'), scenario(['real-commit', 'concurrency']));
  expect(outcome.verdict).toBe('skipped');
  expect(outcome.reason).toMatch(
    /^TOY-1 needs what the engine pglite cannot show: concurrency \(.*Use the engine embedded/,
  );
});

test('a scenario that the engine can show is opened', async () => {
  const outcome = await runScenario(targetOn('pglite'), scenario(['real-commit']));
  expect(outcome.reason).toContain('It was opened.');
});

const scenarios = suites.flatMap((suite) => suite.scenarios);

test('every scenario of the kit is skipped on pg-mem, which runs neither the migrations nor a COMMIT', async () => {
  const lacks = await Promise.all(
    scenarios.map(async (one) => [one.id, await lackOfEngine(targetOn('pg-mem'), one)] as const),
  );
  expect(lacks.filter(([, lack]) => lack === undefined)).toEqual([]);
  for (const [id, lack] of lacks) expect(lack).toContain(`${id} needs what the engine pg-mem cannot show: `);
});

test('PGlite is asked for what requests one after another show', async () => {
  const ofRoutes = scenarios.filter(({ needs }) => needs.join() === 'routes');
  expect(ofRoutes.length).toBeGreaterThan(20);
  for (const one of ofRoutes) expect(await lackOfEngine(targetOn('pglite'), one)).toBeUndefined();
});
