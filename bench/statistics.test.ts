import { expect, test } from 'vitest';
import { median, summarise } from './statistics.ts';

test('the median is the middle of the values in their order', () => {
  expect(median([10, 2, 33])).toBe(10);
  expect(median([])).toBeNaN();
});

test('the ratio is the median of the quotients of the same rounds, not the quotient of the medians', () => {
  const row = summarise({ subject: 's', metric: 'm', unit: 'µs' }, [10, 40, 90], [10, 10, 30]);
  expect(row).toEqual({ subject: 's', metric: 'm', unit: 'µs', n: 3, min: 10, median: 40, max: 90, ratio: 3 });
});
