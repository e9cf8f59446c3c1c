import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { countQueries } from './count-queries.ts';

const pattern = /from\s+"?tenants"?/i;

describe('countQueries', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE TABLE tenants (id int PRIMARY KEY, slug text)');
    await client.query('CREATE TABLE nodes (id int, tenant_id int REFERENCES tenants)');
    await client.query(`INSERT INTO tenants VALUES (1, 'acme')`);
    await client.query(
      `CREATE FUNCTION slug_of(tenant int) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT slug FROM tenants WHERE id = tenant); END'`,
    );
  });
  afterAll(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(() => client.query('ROLLBACK'));

  it('counts simple, parameterised and prepared statements alike', async () => {
    await using counter = await countQueries({ adminUrl: database.adminUrl, pattern });
    await client.query('SELECT * FROM tenants');
    await client.query('SELECT * FROM tenants WHERE id = $1', [1]);
    await client.query({ name: 'by-id', text: 'SELECT * FROM tenants WHERE id = $1', values: [1] });
    await client.query({ name: 'by-id', text: 'SELECT * FROM tenants WHERE id = $1', values: [1] });
    expect(await counter.stop()).toMatchObject({
      verdict: 'counted',
      grade: 'exact',
      count: 4,
      nested: 0,
      reasons: [],
    });
  });

  it('counts every statement of one message', async () => {
    await using counter = await countQueries({ adminUrl: database.adminUrl, pattern });
    await client.query('SELECT * FROM tenants; SELECT 1; SELECT id FROM tenants');
    expect((await counter.read()).count).toBe(2);
  });

  it('reports statements inside a function and foreign-key checks as nested', async () => {
    await using counter = await countQueries({ adminUrl: database.adminUrl, pattern: /tenants/ });
    await client.query('SELECT slug_of(1)');
    await client.query('INSERT INTO nodes VALUES (1, 1)');
    expect(await counter.stop()).toMatchObject({ count: 0, nested: 2 });
  });

  it('starts from zero and again after a restart', async () => {
    await client.query('SELECT * FROM tenants');
    await using counter = await countQueries({ adminUrl: database.adminUrl, pattern });
    expect((await counter.read()).count).toBe(0);
    await client.query('SELECT * FROM tenants');
    await counter.restart();
    await client.query('SELECT * FROM tenants');
    expect((await counter.read()).count).toBe(1);
  });

  it('does not count another database of the same server', async () => {
    await using other = await createTestDatabase();
    await using counter = await countQueries({ adminUrl: other.adminUrl, pattern });
    await client.query('SELECT * FROM tenants');
    expect((await counter.read()).count).toBe(0);
  });

  it('is inconclusive while a session is inside a transaction, and names it', async () => {
    await using counter = await countQueries({ adminUrl: database.adminUrl, pattern, settleMs: 20 });
    await client.query('BEGIN');
    const count = await counter.read();
    expect(count.verdict).toBe('inconclusive');
    expect(count.reasons.join()).toMatch(/pid \d+ \(\w+, idle in transaction\) was still inside/);
  });

  it('is inconclusive when the statistics were reset meanwhile', async () => {
    await using own = await createTestDatabase();
    await using application = await connected(own.adminUrl);
    await application.client.query('CREATE TABLE tenants (id int)');
    await application.client.query('SELECT * FROM tenants');
    await using counter = await countQueries({ adminUrl: own.adminUrl, pattern });
    const { rows } = await application.client.query<{ schema: string }>(
      `SELECT extnamespace::regnamespace AS schema FROM pg_extension WHERE extname = 'pg_stat_statements'`,
    );
    await application.client.query(
      `SELECT ${rows[0]?.schema ?? ''}.pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)`,
    );
    expect(await counter.read()).toMatchObject({
      verdict: 'inconclusive',
      reasons: [expect.stringMatching(/reset or dropped/)],
    });
  });

  it('says what the server lacks when it cannot count', async () => {
    await expect(countQueries({ adminUrl: database.url, pattern })).rejects.toMatchObject({
      code: 'COUNTING_UNAVAILABLE',
      message: expect.stringMatching(/shared_preload_libraries/),
    });
  });
});

async function connected(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  return { client, [Symbol.asyncDispose]: () => client.end() };
}
