import { expect, test } from 'vitest';
import { createTest } from './index.ts';
import { testClock } from './test-clock.ts';

const wrong = (value: unknown) => value as never;
const refused = (path: string) =>
  expect.objectContaining({ code: 'INVALID_CONFIGURATION', fields: [expect.objectContaining({ path })] }) as Error;

test('the clock stands where it is set, and goes as far as it is moved, also back', () => {
  const clock = testClock('2026-02-01T00:00:00Z');
  clock.advance(1_500);
  expect(clock.now().toISOString()).toBe('2026-02-01T00:00:01.500Z');
  clock.advance(-500);
  clock.set(new Date(clock.now().getTime() + 1));
  expect(clock.now().toISOString()).toBe('2026-02-01T00:00:01.001Z');
});

test.each(['nonsense', '', new Date(Number.NaN), null, undefined, 5])('%s is no instant', (instant) => {
  const clock = testClock();
  expect(() => clock.set(wrong(instant))).toThrow(refused('instant'));
  expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15, '5', undefined])('%s moves no clock', (ms) => {
  const clock = testClock();
  expect(() => clock.advance(wrong(ms))).toThrow(refused('ms'));
  expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
});

test('a start that is no instant is refused when the test is made', () => {
  expect(() => createTest({ startsAt: 'nonsense' })).toThrow(refused('startsAt'));
});
