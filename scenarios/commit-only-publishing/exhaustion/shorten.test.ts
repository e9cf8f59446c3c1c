import { expect, test } from 'vitest';
import { shorten } from './shorten.ts';

test('a long statement becomes one short line', () => {
  expect(shorten('SELECT 1,\n   2', 20)).toBe('SELECT 1, 2');
  expect(shorten('SELECT 1,\n   2', 6)).toBe('SELEC…');
});
