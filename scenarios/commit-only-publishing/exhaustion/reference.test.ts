import { expect, test } from 'vitest';
import type { ScenarioOutcome } from '../../runner/index.ts';
import { reference } from '../../targets/index.ts';
import { describeScenarios } from '../../vitest.ts';
import { commitOnlyPublishing } from '../suite.ts';

const outcomes: ScenarioOutcome[] = [];

await describeScenarios(
  reference,
  commitOnlyPublishing.scenarios.filter(({ needs }) => needs.includes('wire')),
  { onOutcome: (outcome) => void outcomes.push(outcome) },
);

/** COMMIT-21 breaks the relay, COMMIT-22 overtakes; the others place faults at the statements of operations that change state. */
const beside = ['COMMIT-21', 'COMMIT-22'];

test('at 300 fault points of mutating operations and more there is no ghost, lost, torn or stuck one', () => {
  for (const { id, evidence } of outcomes)
    expect([id, evidence]).toEqual([id, expect.objectContaining({ ghost: 0, lost: 0, torn: 0, stuck: 0 })]);
  const counted = outcomes.filter(({ id }) => !beside.includes(id)).map(({ evidence }) => evidence.faultPoints ?? 0);
  expect(counted.reduce((sum, faultPoints) => sum + faultPoints, 0)).toBeGreaterThanOrEqual(300);
});

test('what was explored side by side is shown as a whole: a matrix for each operation, a run at each of its statements', () => {
  const matrices = outcomes
    .filter(({ id }) => id === 'COMMIT-19')
    .flatMap(({ details }) => details)
    .filter((detail) => detail.kind === 'fault-matrix');
  const operations = matrices.map(({ operation }) => operation);
  expect(new Set(operations).size).toBe(operations.length);
  expect(operations.length).toBeGreaterThan(5);
  for (const { statements, cells } of matrices)
    expect(cells.map(({ statement }) => statement)).toEqual(statements.map((_, index) => index + 1));
});
