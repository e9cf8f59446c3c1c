import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DatabaseServer } from '../../engine.ts';
import type { TestDatabase } from '../../test-database.ts';
import { countAfterTransactions } from '../one-session/testing/transfers.ts';
import { pgliteEngine } from './pglite.ts';

const available = await pgliteEngine.available();

describe('connections to a PGlite, which has one session', () => {
  let server: DatabaseServer;
  let database: TestDatabase;
  const clients: Client[] = [];
  beforeAll(async () => {
    if (available !== true) return;
    server = await pgliteEngine.start();
    database = await server.createDatabase();
  });
  afterAll(() => server?.[Symbol.asyncDispose]());
  beforeEach(({ skip }) => {
    if (available !== true) skip(available);
  });
  afterEach(() => Promise.all(clients.splice(0).map((client) => client.end())));

  async function connect(url = database.url): Promise<Client> {
    const client = new Client({ connectionString: url, application_name: `client ${clients.length}` });
    clients.push(client);
    await client.connect();
    return client;
  }
  const valueOf = async (client: Client, text: string): Promise<unknown> =>
    Object.values<unknown>((await client.query<Record<string, unknown>>(text)).rows[0] ?? {})[0];

  test('keep what was committed and nothing else, whatever the pool', async () => {
    expect(await countAfterTransactions(database.url, 30)).toBe(30);
  });

  test('have each their own settings and role', async () => {
    const [one, other, admin] = [await connect(), await connect(), await connect(database.adminUrl)];
    await one.query(`SET work_mem = '5MB'`);
    await other.query(`SET work_mem = '6MB'`);
    expect(await valueOf(admin, 'SHOW work_mem')).toBe('4MB');
    expect(await valueOf(one, 'SHOW work_mem')).toBe('5MB');
    expect(await valueOf(other, 'SHOW work_mem')).toBe('6MB');
    expect(await valueOf(one, 'SHOW application_name')).toBe('client 0');
    expect(await valueOf(admin, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toBe(true);
    expect(await valueOf(one, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toBe(false);
  });

  test('have each their own prepared statements, of whatever name', async () => {
    const [one, other] = [await connect(), await connect()];
    const ask = async (client: Client, text: string): Promise<unknown> =>
      (await client.query<{ v: unknown }>({ name: 'same', text, values: [1] })).rows[0]?.v;
    for (let time = 0; time < 2; time += 1) {
      expect(await ask(one, 'SELECT $1::int + 1 AS v')).toBe(2);
      expect(await ask(other, 'SELECT $1::int + 2 AS v')).toBe(3);
    }
  });

  test.each([
    ['an advisory lock', 'SELECT pg_advisory_lock(1)', 'SELECT pg_advisory_unlock(1)'],
    ['a temporary table', 'CREATE TEMPORARY TABLE own (id int)', 'DROP TABLE own'],
    ['a LISTEN', 'LISTEN channel', 'UNLISTEN channel'],
    ['a cursor WITH HOLD', 'DECLARE held CURSOR WITH HOLD FOR SELECT 1', 'CLOSE held'],
    ['a statement of PREPARE', 'PREPARE one AS SELECT 1', 'DEALLOCATE one'],
  ])('are refused while another one keeps %s in it, and served again afterwards', async (left, keep, release) => {
    const [one, other] = [await connect(), await connect()];
    await one.query(keep);
    await expect(other.query('SELECT 1')).rejects.toMatchObject({
      code: '0A000',
      message: expect.stringContaining(`another connection keeps ${left} in it`) as string,
    });
    await one.query(release);
    expect(await valueOf(other, 'SELECT 1')).toBe(1);
  });

  test('lose what they left in a transaction when they are cut', async () => {
    const one = await connect();
    await one.query('CREATE TABLE IF NOT EXISTS cut (id int)');
    await one.query('BEGIN; INSERT INTO cut VALUES (1)');
    one.on('error', () => undefined);
    one.connection.stream.destroy();
    clients.splice(0);
    expect(await valueOf(await connect(), 'SELECT count(*)::int FROM cut')).toBe(0);
  });
});
