import { expect, test } from 'vitest';
import { percentilesOf } from './percentiles.ts';
import { type Taken, rowsOf } from './rows.ts';

function taken(subject: string, round: number, value: number, doubts: readonly string[] = []): Taken {
  return { subject, name: 'hit', round, measured: { figures: [{ metric: 'hit cpu us', unit: 'µs', value }], doubts } };
}

test('a metric is compared with its rival round by round', () => {
  const { rows } = rowsOf([
    taken('reference', 0, 1),
    taken('lru-cache', 0, 2),
    taken('reference', 1, 9),
    taken('lru-cache', 1, 10),
    taken('reference', 2, 3),
    taken('lru-cache', 2, 30),
  ]);
  expect(rows[0]).toEqual({
    subject: 'reference',
    metric: 'hit cpu us',
    unit: 'µs',
    n: 3,
    min: 1,
    median: 3,
    max: 9,
    ratio: 0.5,
    ratioTo: 'lru-cache',
  });
  expect(rows[1]).not.toHaveProperty('ratio');
});

test('with one doubt there is no figure of that case, and the doubt in its place', () => {
  const { rows, problems } = rowsOf([taken('reference', 0, 1), taken('reference', 1, 2, ['sent 3, answered 2'])]);
  expect(rows).toEqual([]);
  expect(problems).toEqual([{ subject: 'reference', name: 'hit', why: 'sent 3, answered 2' }]);
});

test('percentiles are those of the times, and none of no times', () => {
  const times = Array.from({ length: 1000 }, (_, index) => index + 1);
  const { p50, p99, max } = percentilesOf(times);
  expect([p50, p99, max].map(Math.round)).toEqual([500, 990, 1000]);
  expect(percentilesOf([]).p99).toBeNaN();
});
