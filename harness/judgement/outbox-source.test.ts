import { expect, test } from 'vitest';
import { createTestDatabase } from '../database/index.ts';
import { query } from '../database/testing/query.ts';
import { outboxSource } from './outbox-source.ts';

test('reads what is committed, in the order of its query, after the relay has run', async () => {
  await using database = await createTestDatabase();
  const { url } = database;
  await query(url, 'CREATE TABLE outbox (id int, type text, data jsonb)');
  const source = outboxSource({
    url,
    sql: 'SELECT type, data FROM outbox ORDER BY id',
    drain: () => query(url, `INSERT INTO outbox VALUES (2, 'later', '{}'), (1, 'first', '{"a": 1}')`),
  });
  expect(await source.published()).toEqual([
    { type: 'first', data: { a: 1 } },
    { type: 'later', data: {} },
  ]);
});

test('names its sql when the database refuses it', async () => {
  await using database = await createTestDatabase();
  await expect(outboxSource({ url: database.url, sql: 'SELECT 1 FROM no_outbox' }).published()).rejects.toMatchObject({
    code: 'OUTBOX_NOT_READABLE',
    message: expect.stringMatching(/sql \(SELECT 1 FROM no_outbox\).*"no_outbox" does not exist/) as string,
  });
});

test('refuses options that are missing, each by its name, before it connects', () => {
  expect(() => outboxSource({ url: '', sql: '' })).toThrow(/outboxSource.*url.*sql/s);
});
