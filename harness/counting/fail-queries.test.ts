import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { failQueries } from './fail-queries.ts';

describe('failQueries', () => {
  let database: TestDatabase;
  let client: Client;

  beforeEach(async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('CREATE TABLE tenants (id int PRIMARY KEY, slug text)');
    await client.query(`INSERT INTO tenants VALUES (1, 'acme')`);
  });
  afterEach(async () => {
    await client.end();
    await database[Symbol.asyncDispose]();
  });

  it('fails every read with the SQLSTATE and counts each one, rolled back or not', async () => {
    await using failing = await failQueries({ adminUrl: database.adminUrl, table: 'tenants', sqlState: '57014' });
    for (let reads = 0; reads < 20; reads += 1)
      await expect(client.query('SELECT slug FROM tenants WHERE id = $1', [1])).rejects.toMatchObject({
        code: '57014',
      });
    expect(await failing.count()).toBe(20);
  });

  it('fails a read that would have found nothing', async () => {
    await using failing = await failQueries({ adminUrl: database.adminUrl, table: 'tenants' });
    await expect(client.query('SELECT slug FROM tenants WHERE id = 99')).rejects.toMatchObject({ code: '58030' });
    expect(await failing.count()).toBe(1);
  });

  it('gives the table back as it was', async () => {
    const failing = await failQueries({ adminUrl: database.adminUrl, table: 'public.tenants' });
    expect(await failing.count()).toBe(0);
    await failing.restore();
    await failing.restore();
    expect((await client.query('SELECT * FROM tenants')).rows).toEqual([{ id: 1, slug: 'acme' }]);
    await client.query(`INSERT INTO tenants VALUES (2, 'other')`);
  });
});
