import { expect, test } from 'vitest';
import type { BenchRow } from '../benchmark.ts';
import { markRegressions, sayRegression } from './baseline.ts';

function row(subject: string, metric: string, value: number, other: Partial<BenchRow> = {}): BenchRow {
  return { subject, metric, unit: 'ms', n: 5, min: value * 0.9, median: value, max: value * 1.1, ...other };
}

test.each([
  ['worse than the worst of then', row('a', 'p99 found', 200), row('a', 'p99 found', 100), true, 1],
  ['within the noise', row('a', 'p99 found', 115), row('a', 'p99 found', 100), true, 0],
  ['better', row('a', 'p99 found', 50), row('a', 'p99 found', 100), true, 0],
  ['of another machine', row('a', 'p99 found', 200), row('a', 'p99 found', 100), false, 0],
  ['too few rounds', row('a', 'p99 found', 200, { n: 2 }), row('a', 'p99 found', 100), true, 0],
  ['not measured then', row('a', 'p99 found', 200), row('b', 'p99 found', 100), true, 0],
  ['requests a second', row('a', 'r', 200, { unit: '1/s' }), row('a', 'r', 100, { unit: '1/s' }), true, 0],
  ['less efficient', row('a', 'hit efficiency', 0.5), row('a', 'hit efficiency', 0.9), true, 1],
  ['a count, of any machine and round', row('a', 'q', 9, { unit: 'queries', n: 1 }), row('a', 'q', 1), false, 1],
])('a regression is beyond the noise of both: %s', (_what, now, then, isSameMachine, found) => {
  const before = { machine: isSameMachine ? 'this' : 'other', rows: [then] };
  const [marked] = markRegressions({ machine: 'this', rows: [now] }, before);
  expect(marked).toMatchObject(now);
  expect(marked?.regressedFrom !== undefined).toBe(found === 1);
});

test('a marked row says what it was and is, each with its spread', () => {
  const [marked] = markRegressions(
    { machine: 'this', rows: [row('a', 'p99 found', 200)] },
    { machine: 'this', rows: [row('a', 'p99 found', 100)] },
  );
  expect(marked && sayRegression(marked)).toBe('a: p99 found was 100 (90–110) and is 200 (180–220) ms');
  expect(sayRegression(row('a', 'p99 found', 200))).toBeUndefined();
});
