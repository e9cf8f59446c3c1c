import { expect, test } from 'vitest';
import { recordStatement } from './recorded-statement.ts';

const commits = async (text: string, inTransaction = false) => (await recordStatement({ text, inTransaction })).commits;

test.each(['COMMIT', 'END', 'INSERT INTO orders VALUES (1); COMMIT', '/* last */ COMMIT AND CHAIN'])(
  'a message that ends a transaction by COMMIT commits: %s',
  async (text) => {
    expect(await commits(text, true)).toBe(true);
  },
);

test('a whole transaction in one message commits', async () => {
  expect(await commits('BEGIN; INSERT INTO orders VALUES (1); COMMIT')).toBe(true);
});

test('outside a transaction a message commits by itself', async () => {
  expect(await commits('INSERT INTO orders VALUES (1); INSERT INTO orders VALUES (2)')).toBe(true);
});

test.each(['BEGIN', '-- first\nBEGIN; INSERT INTO orders VALUES (1)', 'INSERT INTO orders VALUES (1); BEGIN'])(
  'a message that leaves a transaction open does not commit: %s',
  async (text) => {
    expect(await commits(text)).toBe(false);
  },
);

test.each(['INSERT INTO orders VALUES (1)', `SELECT 'a; COMMIT'`, 'ROLLBACK', 'SAVEPOINT one; RELEASE one'])(
  'inside a transaction a message without COMMIT does not commit: %s',
  async (text) => {
    expect(await commits(text, true)).toBe(false);
  },
);

test('a message that does not parse is taken at its first word', async () => {
  expect(await commits('COMMIT; nonsense', true)).toBe(true);
  expect(await commits('nonsense; COMMIT', true)).toBe(false);
});
