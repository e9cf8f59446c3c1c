import { once } from 'node:events';
import { createServer } from 'node:http';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../../harness/database/index.ts';
import { exceeded } from '../gates.ts';
import { stampedeReport } from '../report.ts';
import type { ServiceOptions } from './options.ts';
import { runService } from './run.ts';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  await pool.query(`CREATE TABLE shops (name text); INSERT INTO shops VALUES ('acme')`);
});
afterAll(async () => {
  await pool.end();
  await database[Symbol.asyncDispose]();
});

/** A service of somebody's: one query for everybody, and every so many answers only begun. */
async function serve({ brokenEvery = Number.POSITIVE_INFINITY } = {}) {
  let shop: Promise<unknown> | undefined;
  let turn = 0;
  const server = createServer((_request, response) => {
    const isBroken = ++turn % brokenEvery === 0;
    shop ??= pool.query('SELECT name FROM shops');
    void shop.then(() => {
      if (!isBroken) return response.end('acme');
      response.writeHead(200, { 'content-length': '100' }).write('half of it');
      return setImmediate(() => response.destroy());
    });
  }).listen({ port: 0, host: '127.0.0.1', backlog: 511 });
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function optionsFor(url: string, change: Partial<ServiceOptions> = {}): ServiceOptions {
  return {
    url,
    headers: {},
    databaseUrl: database.adminUrl,
    queryPattern: /from shops/i,
    connections: 40,
    rounds: 1,
    seed: 1,
    allowRemote: false,
    sizes: { hitRequests: 200, expiryRequests: 0, openMs: 300 },
    ...change,
  };
}

test('a cold crowd at a running service costs what the server counted, with the table held until all were sent', async () => {
  await using service = await serve();
  const options = optionsFor(service.url, { holdTable: 'shops', ratePerSecond: 50 });
  const run = await runService(options);
  const { rows, problems } = stampedeReport({ ...options, ...run });
  expect(problems).toEqual([]);
  const median = Object.fromEntries(rows.map((row) => [row.metric, row.median]));
  expect(median).toMatchObject({ 'queries cold': 1, 'errors cold': 0, 'errors hot': 0, 'errors open': 0 });
  expect(rows.map(({ metric }) => metric)).toEqual(
    expect.arrayContaining(['p99 cold', 'p99 hot', 'p99.9 open', 'drain cold']),
  );
});

test('a pattern that matches nothing is an error that shows what was seen', async () => {
  await using service = await serve();
  const asked = runService(optionsFor(service.url, { queryPattern: /from nowhere/ }));
  await expect(asked).rejects.toMatchObject({ code: 'QUERY_PATTERN_MATCHES_NOTHING' });
  await expect(asked).rejects.toThrow(/SELECT name FROM shops/);
});

test('answers that are only begun are errors, and fail the run', async () => {
  await using service = await serve({ brokenEvery: 4 });
  const options = optionsFor(service.url);
  const report = stampedeReport({ ...options, ...(await runService(options)) });
  expect(exceeded(report, {})).toContain(`${service.url}: 10 errors cold`);
});

test('a service that is not there is told before anything is counted', async () => {
  const { url, ...service } = await serve();
  await service[Symbol.asyncDispose]();
  await expect(runService(optionsFor(url))).rejects.toMatchObject({ code: 'TARGET_DOWN' });
});

test('a service elsewhere is asked only when the user says so', async () => {
  await expect(runService(optionsFor('http://192.0.2.1/'))).rejects.toMatchObject({ code: 'LOAD_NOT_LOOPBACK' });
});
