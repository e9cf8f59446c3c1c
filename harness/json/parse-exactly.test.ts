import { expect, test } from 'vitest';
import { parseExactly } from './index.ts';

test('integers that a double cannot tell apart are their digits, all others numbers', () => {
  expect(parseExactly('{"a":[9007199254740991,-9007199254740992,9007199254740993],"b":"9","c":1.5,"d":null}')).toEqual({
    a: [9007199254740991, '-9007199254740992', '9007199254740993'],
    b: '9',
    c: 1.5,
    d: null,
  });
});

test.each([
  ['1e20', '100000000000000000000'],
  ['1.25E+21', '1250000000000000000000'],
  ['-0.5e+22', '-5000000000000000000000'],
  ['9007199254740993.0', '9007199254740993'],
  ['90071992547409930000e-2', '90071992547409930000e-2'],
  ['9007199254740993.5', '9007199254740993.5'],
  ['1e400', '1e400'],
])('%s is told as %s', (source, told) => {
  expect(parseExactly(source)).toBe(told);
});
