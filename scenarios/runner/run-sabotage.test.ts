import { expect, test } from 'vitest';
import type { Catch, Saboteur, Scenario, Suite } from '../contract/index.ts';
import { toyTarget } from '../testing/toy-target.ts';
import { runSabotage } from './run-sabotage.ts';

const scenarios: Scenario[] = [
  { id: 'TOY-1', title: 'MUST notice', needs: [], run: () => Promise.reject(new Error('a ghost was seen')) },
  { id: 'TOY-2', title: 'MUST notice too', needs: [], run: async () => {} },
  { id: 'TOY-3', title: 'MUST be noticed', needs: [], run: async () => {} },
];

function toy(id: Scenario['id']): Scenario {
  return { id, title: 'MUST notice', needs: [], run: async () => {} };
}

function suite(...saboteurs: readonly (readonly [string, Catch])[]): Suite {
  return {
    name: 'TOY',
    promise: 'toys are safe',
    scenarios,
    target: async () => toyTarget(),
    saboteurs: async () =>
      saboteurs.map(([name, caught]): Saboteur => ({ target: toyTarget({ name }), mistake: name, caughtBy: [caught] })),
  };
}

test('tells caught from survived, and names scenarios without a saboteur', async () => {
  const report = await runSabotage([
    suite(
      ['caught', { scenario: 'TOY-1', message: /ghost/ }],
      ['caught by other words', { scenario: 'TOY-1', message: /lost/ }],
      ['unnoticed', { scenario: 'TOY-2', message: /ghost/ }],
    ),
  ]);
  expect(report.matrix).toEqual([
    { target: 'caught', scenario: 'TOY-1', verdict: 'failed', message: 'a ghost was seen' },
    { target: 'caught by other words', scenario: 'TOY-1', verdict: 'failed', message: 'a ghost was seen' },
    { target: 'unnoticed', scenario: 'TOY-2', verdict: 'passed', message: '' },
  ]);
  expect(report.survivors.map(({ target, expected }) => [target, expected])).toEqual([
    ['caught by other words', 'lost'],
    ['unnoticed', 'ghost'],
  ]);
  expect(report.emptyRows).toEqual(['TOY-3']);
});

test('tries so many saboteurs at a time as it is told', async () => {
  const both = Promise.withResolvers<void>();
  const opened: string[] = [];
  const together = toyTarget({
    subject: () => {
      opened.push('one');
      if (opened.length === 2) both.resolve();
      return {};
    },
  });
  const meeting: Scenario = { ...toy('TOY-1'), run: () => both.promise.then(() => Promise.reject(new Error('met'))) };
  const saboteur: Saboteur = {
    target: together,
    mistake: 'is one of two',
    caughtBy: [{ scenario: 'TOY-1', message: /^met$/ }],
  };
  const two: Suite = { ...suite(), scenarios: [meeting], saboteurs: async () => [saboteur, saboteur] };
  const report = await runSabotage([two], { sideBySide: 2, deadlineMs: 20_000 });
  expect(report.matrix.map(({ message }) => message)).toEqual(['met', 'met']);
});

test('blames nobody for a scenario whose own means are missing', async () => {
  const caught = { scenario: 'TOY-4', message: /ghost/ } as const;
  const missing: Scenario = { ...toy('TOY-4'), available: async () => 'there is no Redis' };
  const report = await runSabotage([{ ...suite(['unlucky', caught]), scenarios: [missing] }]);
  expect(report.matrix).toMatchObject([{ verdict: 'skipped', message: 'there is no Redis' }]);
  expect(report.survivors).toEqual([]);
});

test('counts a saboteur of a scenario that does not exist as a survivor', async () => {
  const report = await runSabotage([suite(['astray', { scenario: 'TOY-9', message: /./ }])]);
  expect(report.survivors).toMatchObject([{ target: 'astray', scenario: 'TOY-9', verdict: 'skipped' }]);
});
