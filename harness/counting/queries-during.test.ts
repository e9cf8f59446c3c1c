import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { queriesDuring } from './queries-during.ts';
import type { PassedStatement, StatementSource } from './wire-count.ts';

const pattern = /\btenants\b/i;

/** A source that remembers what it is told; that the proxy is such a source is the proxy's test. */
function source(...passed: Partial<PassedStatement>[]): StatementSource {
  let reads = 0;
  const all = passed.map((one, index) => ({
    sequence: index + 1,
    text: 'SELECT * FROM tenants',
    textTruncated: false,
    outcome: 'completed',
    commands: [{ tag: 'SELECT 1' }],
    ...one,
  }));
  // The first reading is the mark that counting starts from.
  return { readStatements: () => Promise.resolve((reads += 1) === 1 ? [] : all) };
}

const nothing = () => Promise.resolve();

describe('queriesDuring', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE TABLE tenants (id int)');
  });
  afterAll(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });

  it('is exact by the server alone', async () => {
    const work = () => client.query('SELECT * FROM tenants');
    expect(await queriesDuring(work, { pattern, adminUrl: database.adminUrl })).toMatchObject({
      verdict: 'counted',
      grade: 'exact',
      count: 1,
      failed: null,
    });
  });

  it('is exact when server and wire agree, and adds what failed', async () => {
    const proxy = source({}, { outcome: 'failed', commands: [] });
    const work = () => client.query('SELECT * FROM tenants');
    expect(await queriesDuring(work, { pattern, adminUrl: database.adminUrl, proxy })).toMatchObject({
      verdict: 'counted',
      grade: 'exact',
      count: 1,
      failed: 1,
    });
  });

  it('is inconclusive when a statement bypassed the proxy, and says what each witness saw', async () => {
    const work = () => client.query('SELECT * FROM tenants');
    const count = await queriesDuring(work, { pattern, adminUrl: database.adminUrl, proxy: source() });
    expect(count.verdict).toBe('inconclusive');
    expect(count.reasons).toEqual([
      expect.stringMatching(/^the server counted 1 and the wire 0: statements bypass the proxy/),
    ]);
  });

  it('counts by the wire alone when there is no server to ask, and grades it so', async () => {
    const proxy = source(
      {},
      {
        text: 'SELECT 1; SELECT * FROM tenants; SELECT id FROM tenants',
        commands: [{ tag: 'SELECT 1' }, { tag: 'SELECT 1' }],
        outcome: 'failed',
      },
      { outcome: 'suspended', commands: [] },
      { outcome: 'skipped', commands: [] },
      { text: 'SELECT 1' },
    );
    expect(await queriesDuring(nothing, { pattern, proxy })).toMatchObject({
      verdict: 'counted',
      grade: 'wire',
      count: 3,
      failed: 1,
    });
  });

  it('is inconclusive when the proxy has forgotten statements, or one still runs', async () => {
    const forgetful = await queriesDuring(nothing, { pattern, proxy: source({ sequence: 5 }) });
    expect(forgetful.reasons).toEqual([expect.stringMatching(/forgotten statements 1 to 4/)]);
    const running = await queriesDuring(nothing, { pattern, proxy: source({ outcome: 'running', commands: [] }) });
    expect(running.reasons).toEqual([expect.stringMatching(/still running/)]);
  });
});
