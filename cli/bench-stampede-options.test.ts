import { expect, test } from 'vitest';
import { exportOptions, resolverOptions, serviceOptions } from './bench-stampede-options.ts';

const usual = { connections: '1000', rounds: '5', seed: '1' };
const service = {
  ...usual,
  url: 'http://127.0.0.1:1/',
  database: 'postgres://x@127.0.0.1:1/x',
  'query-pattern': 'from shops',
};

test('a rate adds the open loop to the cases', () => {
  expect(resolverOptions({ ...usual, rate: '500', cases: 'found, hit' })).toMatchObject({
    cases: ['found', 'hit', 'open'],
    ratePerSecond: 500,
    connections: 1000,
  });
  expect(resolverOptions(usual).cases).not.toContain('open');
});

test('every cold case is measured unless others are named, a slow failure too', () => {
  expect(resolverOptions(usual).cases).toEqual(
    expect.arrayContaining(['found', 'missing', 'inactive', 'error', 'slow-error']),
  );
});

test('the pattern ignores case, and headers are read from their lines', () => {
  expect(serviceOptions(service, ['X-Tenant-ID: acme: 1'])).toMatchObject({
    queryPattern: /from shops/i,
    headers: { 'x-tenant-id': 'acme: 1' },
    allowRemote: false,
  });
});

test.each([
  [{ resolvers: 'keyv' }, 'There is no resolver keyv; there are reference'],
  [{ cases: 'lost' }, 'there is no case lost; there are found, missing'],
  [{ connections: 'many' }, '--connections takes a whole number from 1, it got many'],
  [{ rounds: '0' }, '--rounds takes a whole number from 1, it got 0'],
  [{ rate: 'fast' }, '--rate takes a number above 0, it got fast'],
])('refuses %j', (change, message) => {
  expect(() => resolverOptions({ ...usual, ...change })).toThrow(message);
});

test.each([
  [{ database: undefined }, [], "--url needs --database, a superuser's URL"],
  [{ database: 'mysql://x' }, [], "--url needs --database, a superuser's URL"],
  [{ 'query-pattern': undefined }, [], '--url needs --query-pattern'],
  [{ 'query-pattern': '(' }, [], '--query-pattern is no regular expression'],
  [{ resolvers: 'naive' }, [], '--url is a service as it is'],
  [{}, ['x'], '--header takes "Name: value", it got x'],
])('refuses a service with %j %j', (change, headers, message) => {
  expect(() => serviceOptions({ ...service, ...change }, headers)).toThrow(message);
});

test('a load is exported for a URL only', () => {
  expect(() => exportOptions(usual, [])).toThrow('--export needs --url');
  expect(exportOptions({ ...usual, url: 'http://127.0.0.1:1/' }, [])).toMatchObject({ ratePerSecond: 1000 });
});
