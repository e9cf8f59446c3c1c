import { expect, test } from 'vitest';
import { isSameStatement } from './same-statement.ts';

test.each([
  ['constants', "INSERT INTO orders VALUES (1, 'a')", "INSERT INTO orders VALUES (2, 'b')", true],
  ['nothing, and do not parse', 'LISTEN to me', 'LISTEN to me', true],
  ['their table', 'INSERT INTO orders VALUES (1)', 'INSERT INTO items VALUES (1)', false],
  ['anything, and do not parse', 'LISTEN to me', 'LISTEN to you', false],
])('texts that differ in %s', async (_in, one, other, isSame) => {
  expect(await isSameStatement(one, other)).toBe(isSame);
});
