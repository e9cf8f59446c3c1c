import { expect, test } from 'vitest';
import type { ProofReport, SabotageReport, Verdict } from '../scenarios/index.ts';
import { exitCodeOfProof, exitCodeOfSabotage } from './exit-code.ts';

function report(...verdicts: Verdict[]): ProofReport {
  const summary = { passed: 0, failed: 0, skipped: 0, inconclusive: 0 };
  for (const verdict of verdicts) summary[verdict] += 1;
  const scenarios = verdicts.map((verdict, index) => ({
    id: `TOY-${index}`,
    title: 'MUST',
    verdict,
    durationMs: 0,
    evidence: {},
  }));
  return { target: 'toy', database: 'none', scenarios, summary };
}

test.each([
  [0, ['passed'], []],
  [0, ['passed', 'skipped'], []],
  [0, ['passed', 'skipped'], ['TOY-0']],
  [2, ['passed', 'skipped'], ['TOY-1']],
  [2, ['skipped'], []],
  [2, [], []],
  [3, ['passed', 'inconclusive'], []],
  [3, ['skipped', 'inconclusive'], ['TOY-0']],
  [1, ['passed', 'failed', 'inconclusive', 'skipped'], ['TOY-3']],
] as const)('is %i for %j with %j named', (code, verdicts, named) => {
  expect(exitCodeOfProof(report(...verdicts), new Set(named))).toBe(code);
});

test('of sabotage is 0 only when everyone was caught and every scenario has a saboteur', () => {
  const cell = { target: 'liar', scenario: 'TOY-1', verdict: 'failed', message: 'ghost' } as const;
  const caught: SabotageReport = { matrix: [cell], survivors: [], emptyRows: [] };
  expect(exitCodeOfSabotage(caught)).toBe(0);
  expect(exitCodeOfSabotage({ ...caught, survivors: [{ ...cell, expected: 'x' }] })).toBe(1);
  expect(exitCodeOfSabotage({ ...caught, emptyRows: ['TOY-2'] })).toBe(1);
  expect(exitCodeOfSabotage({ ...caught, matrix: [] })).toBe(1);
});
