import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ExploreSchedulesOptions, exploreSchedules } from './explore-schedules.ts';
import type { ScheduleRun } from './schedule-run.ts';
import { RacingDatabase, statements } from './testing/racing-database.ts';

let database: RacingDatabase;
beforeAll(async () => {
  database = await RacingDatabase.open();
});
afterAll(() => database[Symbol.asyncDispose]());

const unsampled = { count: 0, seed: 0 };

/** Operations a, b, c of so many statements that never block each other: their exploration, and the orders as words. */
async function explore(lengths: readonly number[], limits: Partial<ExploreSchedulesOptions>) {
  const runs: ScheduleRun[] = [];
  const operations = lengths.map((length, index) =>
    statements(
      'abc'.charAt(index),
      ...Array.from({ length }, (_, statement) => `SELECT ${statement} AS ${'xyz'.charAt(statement)}`),
    ),
  );
  const exploration = await exploreSchedules(operations, () => undefined, {
    ...database.racecourse,
    ...limits,
    onRun: (run) => runs.push(run),
  });
  const words = runs.map((run) => run.schedule.join(''));
  expect(new Set(words).size).toBe(words.length);
  return { exploration, words, runs };
}

it('runs all C(6, 3) orders of two operations of three statements when nothing bounds the preemptions', async () => {
  const { exploration, words } = await explore([3, 3], { maxPreemptions: 99 });
  expect(words).toHaveLength(20);
  expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true, explored: 20, sampled: 0 });
});

it.each([
  [0, 2],
  [1, 6],
  [2, 14],
  [3, 18],
  [4, 20],
])('with at most %i preemptions runs %i of the 20 orders', async (maxPreemptions, count) => {
  const { exploration, runs } = await explore([3, 3], { maxPreemptions, sample: unsampled });
  expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true, explored: count });
  expect(Math.max(...runs.map((run) => run.preemptions))).toBe(maxPreemptions);
});

it('runs the multinomial number of orders of three operations', async () => {
  const { exploration } = await explore([2, 1, 2], { maxPreemptions: 99 });
  expect(exploration.explored).toBe(30);
});

it('goes from the least interrupted order to the most', async () => {
  const { words, runs } = await explore([2, 2], { maxPreemptions: 2, sample: unsampled });
  expect(words).toEqual(['aabb', 'bbaa', 'abba', 'baab', 'abab', 'baba']);
  expect(runs.map((run) => run.preemptions)).toEqual([0, 0, 1, 1, 2, 2]);
});

it('samples orders beyond the bound, the same ones for the same seed', async () => {
  const sampled = async (seed: number) => {
    const { exploration, words, runs } = await explore([3, 3], { maxPreemptions: 1, sample: { count: 5, seed } });
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true, explored: 11, sampled: 5 });
    expect(runs.slice(6).every((run) => run.preemptions > 1)).toBe(true);
    return words.slice(6);
  };
  const first = await sampled(7);
  expect(await sampled(7)).toEqual(first);
  expect(await sampled(8)).not.toEqual(first);
});

it('samples 20 orders beyond the bound when it is not told how many', async () => {
  const { exploration } = await explore([4, 4], { maxPreemptions: 1 });
  expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true, explored: 28, sampled: 20 });
});

it('ends a sample when no order is left', async () => {
  const { exploration } = await explore([3, 3], { maxPreemptions: 1, sample: { count: 1000, seed: 1 } });
  expect(exploration).toMatchObject({ explored: 20, sampled: 14 });
});

it('does not pass when it gave up before every order within the bound was tried', async () => {
  const { exploration } = await explore([3, 3], { maxRuns: 13 });
  expect(exploration).toMatchObject({ verdict: 'inconclusive', exhausted: false, explored: 13 });
  expect(exploration.reason).toBe('stopped after 13 orders, before all were tried');
  expect((await explore([3, 3], { maxRuns: 14 })).exploration.verdict).toBe('passed');
});
