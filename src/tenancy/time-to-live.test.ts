import { expect, test } from 'vitest';
import { defaultTimeToLive, timeToLive } from './time-to-live.ts';

test.each([
  [true, 0, 270_000],
  [true, 0.5, 300_000],
  [false, 0.5, 60_000],
  [false, 0, 54_000],
])('an outcome is kept for its time and a share of chance: %s, %d', (isFound, random, expected) => {
  expect(timeToLive(isFound, defaultTimeToLive, () => random)).toBe(expected);
});

test('the shortest time is not 0, by which caches mean for ever', () => {
  expect(timeToLive(true, { positiveMs: 0.4, negativeMs: 1, jitter: 0 }, Math.random)).toBe(1);
});
