import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exceeded } from '../gates.ts';
import { stampedeReport } from '../report.ts';
import { runStampede } from '../run.ts';
import type { ServiceOptions } from './options.ts';
import { runService } from './run.ts';
import { type Shop, openShop } from './testing/shop-service.ts';

let shop: Shop;
let serve: Shop['serve'];

beforeAll(async () => {
  shop = await openShop();
  ({ serve } = shop);
});
afterAll(() => shop[Symbol.asyncDispose]());

function optionsFor(url: string, change: Partial<ServiceOptions> = {}): ServiceOptions {
  return {
    url,
    headers: {},
    databaseUrl: shop.database.adminUrl,
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

test('a crowd of which some were answered while the table was held is doubted, and has no figures', async () => {
  await using service = await serve({ hastyEvery: 4 });
  const options = optionsFor(service.url, { holdTable: 'shops' });
  const { rows, problems } = stampedeReport({ ...options, ...(await runService(options)) });
  expect(problems).toMatchObject([{ name: 'found', why: expect.stringMatching(/10 requests were answered before/) }]);
  expect(rows.filter(({ metric }) => metric.endsWith(' cold'))).toEqual([]);
});

test('nothing is measured in a process where msw is active', async () => {
  await using service = await serve();
  const interceptor = setupServer();
  interceptor.listen({ onUnhandledFrame: 'bypass' });
  try {
    await expect(runService(optionsFor(service.url))).rejects.toMatchObject({ code: 'SOCKETS_INTERCEPTED' });
    const options = { resolvers: ['reference'], cases: ['found'], connections: 10, rounds: 1, seed: 1 } as const;
    await expect(runStampede({ ...options, ratePerSecond: 1 })).rejects.toMatchObject({ code: 'SOCKETS_INTERCEPTED' });
  } finally {
    interceptor.close();
  }
});

test('a service that is not there is told before anything is counted', async () => {
  const { url, ...service } = await serve();
  await service[Symbol.asyncDispose]();
  await expect(runService(optionsFor(url))).rejects.toMatchObject({ code: 'TARGET_DOWN' });
});

test('a service elsewhere is asked only when the user says so', async () => {
  const asked = runService(optionsFor('http://192.0.2.1/'));
  await expect(asked).rejects.toMatchObject({ code: 'LOAD_NOT_LOOPBACK' });
  await expect(asked).rejects.toThrow('--allow-remote');
});
