import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../database/index.ts';
import { holdAnswers } from './hold-answers.ts';
import { holdTable } from './hold-table.ts';

let database: TestDatabase;
const clients: Client[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const [client] = await connected(1);
  await client?.query(`CREATE TABLE tenants (id int PRIMARY KEY, name text); INSERT INTO tenants VALUES (1, 'acme')`);
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await database[Symbol.asyncDispose]();
});

async function connected(count: number): Promise<Client[]> {
  const opened = Array.from({ length: count }, () => new Client({ connectionString: database.url }));
  await Promise.all(opened.map((client) => client.connect()));
  clients.push(...opened);
  return opened;
}

test('a held table keeps every reader waiting, counts them and lets them go', async () => {
  const readers = await connected(3);
  const held = await holdTable(database.adminUrl, 'tenants');
  let answered = 0;
  const reads = readers.map(async (reader) => {
    const { rows } = await reader.query('SELECT name FROM tenants');
    answered += 1;
    return rows;
  });
  await expect.poll(() => held.waiting()).toBe(3);
  expect(answered).toBe(0);
  await held.release();
  expect(await Promise.all(reads)).toEqual(Array.from({ length: 3 }, () => [{ name: 'acme' }]));
  await held.release();
});

test('disposing releases a held table', async () => {
  const [reader] = await connected(1);
  {
    await using held = await holdTable(database.adminUrl, 'public.tenants');
    expect(await held.waiting()).toBe(0);
  }
  expect((await reader?.query('SELECT name FROM tenants'))?.rowCount).toBe(1);
});

test('a table that is not there cannot be held', async () => {
  await expect(holdTable(database.adminUrl, 'nowhere')).rejects.toMatchObject({ code: '42P01' });
});

test('a held answer is as old as its question, newcomers may pass it, and the table comes back', async () => {
  const [first, second, admin] = await connected(3);
  const old = { rows: [{ name: 'acme' }] };
  {
    await using held = await holdAnswers(database.adminUrl, 'tenants');
    const asked = first?.query('SELECT name FROM tenants WHERE id = $1', [1]);
    await expect.poll(() => held.waiting()).toBe(1);
    await admin?.query(`SET application_name = 'rustok-testkit'`);
    await admin?.query(`UPDATE tenants SET name = 'umbrella' WHERE id = 1`);
    await held.letNewcomersPass();
    expect(await second?.query('SELECT name FROM tenants WHERE id = 1')).toMatchObject({
      rows: [{ name: 'umbrella' }],
    });
    expect(await held.waiting()).toBe(1);
    await held.release();
    expect(await asked).toMatchObject(old);
    await admin?.query(`UPDATE tenants SET name = 'acme' WHERE id = 1`);
  }
  expect(await second?.query(`SELECT relkind FROM pg_class WHERE oid = 'tenants'::regclass`)).toMatchObject({
    rows: [{ relkind: 'r' }],
  });
  expect(await second?.query('SELECT name FROM tenants')).toMatchObject(old);
});
