import { expect, test } from 'vitest';
import { lineDifference } from './line-difference.ts';

test.each<[string, unknown, unknown, string]>([
  ['equal values', { a: 1 }, { a: 1 }, '  { a: 1 }'],
  ['another value', 1, 2, '- 1\n+ 2'],
  ['a line more', 'a\nb', 'a\nx\nb', "- 'a\\nb'\n+ 'a\\nx\\nb'"],
])('%s', (_name, expected, found, lines) => {
  expect(lineDifference(expected, found)).toBe(lines);
});

test('shows what stayed, what is missing and what came, in place', () => {
  const long = (name: string) => ({ [name]: 'a text that fills a line of its own', last: 'and another one that does' });
  expect(
    lineDifference(long('before'), long('change'))
      .split('\n')
      .map((line) => line.slice(0, 10)),
  ).toEqual(['  {', '-   before', '+   change', '    last: ', '  }']);
});

test('keys in another order are no difference', () => {
  expect(lineDifference({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe('  { a: 1, b: 2 }');
});
