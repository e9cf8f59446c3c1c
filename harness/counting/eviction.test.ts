import { Client } from 'pg';
import { expect, test } from 'vitest';
import { startEngine } from '../database/index.ts';
import { queriesDuring } from './queries-during.ts';

/** Texts that no normalisation makes one. */
const texts = Array.from(
  { length: 200 },
  (_, index) =>
    `SELECT ${Array(index + 1)
      .fill('1')
      .join(', ')}`,
);

test('a count is inconclusive when the server forgot statements meanwhile, and says what to raise', async () => {
  // The least that the server accepts.
  await using server = await startEngine({ settings: { 'pg_stat_statements.max': '100' } });
  await using database = await server.createDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const work = (sent: readonly string[]) => () => client.query(sent.join(';'));
  const count = (sent: readonly string[]) =>
    queriesDuring(work(sent), { pattern: /^SELECT \$1$/, adminUrl: database.adminUrl });
  expect(await count(texts.slice(0, 10))).toMatchObject({ verdict: 'counted', count: 1 });
  const evicted = await count(texts);
  await client.end();
  expect(evicted.verdict).toBe('inconclusive');
  expect(evicted.reasons).toEqual([
    expect.stringMatching(/^pg_stat_statements evicted entries \(\d+\); raise pg_stat_statements\.max$/),
  ]);
});
