import { expect, test } from 'vitest';
import {
  callable,
  checkConfiguration,
  milliseconds,
  objectWith,
  onlyWith,
  someText,
  wholeNumber,
  withMethods,
} from './index.ts';

const schema = objectWith({
  name: someText,
  waitMs: milliseconds.optional(),
  pool: objectWith({ max: wholeNumber(1, 10) }).optional(),
  sink: withMethods('deliver'),
  report: callable.optional(),
});
const given = { name: 'one', sink: { deliver: () => undefined } };
const check = (value: unknown) => () => checkConfiguration(schema, 'The configuration', value);

test('what is right, and what is not known, passes', () => {
  expect(check(given)).not.toThrow();
  expect(check({ ...given, waitMs: 0.5, pool: { max: 10 }, report: () => undefined, other: 1 })).not.toThrow();
});

test('every option that is missing or impossible is named at once', () => {
  expect(check({ name: '', waitMs: 0, pool: { max: 11 }, report: 1 })).toThrow(
    expect.objectContaining({
      code: 'INVALID_CONFIGURATION',
      fields: ['name', 'waitMs', 'pool.max', 'sink', 'report'].map((path) => expect.objectContaining({ path })),
    }),
  );
});

test('where only known options pass, each other one is named with those that there are', () => {
  const strict = objectWith({ pool: onlyWith({ max: wholeNumber(1, 10), name: someText.optional() }) });
  const pool = { max: 0, min: 1, nam: 'a secret' };
  expect(() => checkConfiguration(strict, 'The configuration', { pool })).toThrow(
    expect.objectContaining({
      fields: [
        { path: 'pool.max', message: 'must be a whole number from 1 to 10' },
        { path: 'pool.min', message: 'is no option; the options are max, name' },
        { path: 'pool.nam', message: 'is no option; the options are max, name' },
      ],
    }),
  );
  expect(() => checkConfiguration(strict, 'The configuration', { pool: 1 })).toThrow(/pool: must be an object$/);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 2 ** 31, '5', null])('%s is no time to wait', (waitMs) => {
  expect(check({ ...given, waitMs })).toThrow(/waitMs: must be a number of milliseconds/);
});

test.each([Number.NaN, 0, 1.5, 11, '5', null])('%s is no whole number from 1 to 10', (max) => {
  expect(check({ ...given, pool: { max } })).toThrow(/pool\.max: must be a whole number from 1 to 10/);
});

test.each([undefined, null, 5, 'text', []])('%s is no configuration', (value) => {
  expect(check(value)).toThrow('The configuration is not valid: The configuration: must be an object');
});

test('a value is never quoted', () => {
  expect(check({ ...given, sink: 'a secret' })).toThrow('sink: must be');
  expect(check({ ...given, sink: 'a secret' })).not.toThrow('a secret');
});
