import { expect, it } from 'vitest';
import { countQueries } from './count-queries.ts';
import { failQueries } from './fail-queries.ts';
import { queriesDuring } from './queries-during.ts';

/** What is refused before a connection is opened; the address leads nowhere. */
const adminUrl = 'postgres://nobody@127.0.0.1:1/nothing';
const wrong = (value: unknown) => value as never;

const refused = (...paths: string[]) =>
  expect.objectContaining({
    code: 'INVALID_CONFIGURATION',
    fields: paths.map((path) => expect.objectContaining({ path })),
  });

it('names every option of a count that is missing or impossible', async () => {
  await expect(countQueries(wrong({ pattern: 'SELECT', settleMs: -1 }))).rejects.toThrow(
    refused('adminUrl', 'pattern', 'settleMs'),
  );
});

it('names every option of a count during a function', async () => {
  await expect(queriesDuring(wrong('work'), wrong({ pattern: 1, adminUrl, proxy: {} }))).rejects.toThrow(
    refused('work', 'options.pattern', 'options.proxy'),
  );
  await expect(queriesDuring(async () => undefined, { pattern: /./ })).rejects.toThrow(
    /options: must have adminUrl, proxy, or both/,
  );
});

it('names every option of a failing table', async () => {
  await expect(failQueries({ adminUrl: '', table: '', sqlState: 'oops', afterMs: Number.NaN })).rejects.toThrow(
    refused('adminUrl', 'table', 'sqlState', 'afterMs'),
  );
});
