import { expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

test('doubles from one second up to a minute, of which the second half is random', () => {
  const bounds = [1, 2, 3, 6, 7, 100].map((failures) => [backoffMs(failures, () => 0), backoffMs(failures, () => 1)]);
  expect(bounds).toEqual([
    [500, 1000],
    [1000, 2000],
    [2000, 4000],
    [16_000, 32_000],
    [30_000, 60_000],
    [30_000, 60_000],
  ]);
});
