import { expect, test } from 'vitest';
import { isRustokError } from './errors/index.ts';
import { Tokens, createApplication } from './http/index.ts';
import {
  CachingTenantResolver,
  InMemoryTransport,
  NodeService,
  OutboxTransport,
  SequelizeTenantLoader,
  Singleflight,
  TenantService,
  TransactionalEventBus,
  UserService,
  createServices,
  drain,
  drainToQuiescence,
  inProcessCache,
  migrateDown,
  migrateUp,
  openDatabase,
  tenantIdentification,
} from './index.ts';

const secret = 'a secret that has its thirty-two bytes';
const url = 'postgres://nobody@127.0.0.1:1/nothing';
const loader = { load: () => Promise.resolve(null) };
const transport = new InMemoryTransport();
const commits = 'hold-until-commit-and-risk-loss';
const sink = { deliver: () => Promise.resolve() };
const badUrls = ['garbage', '', undefined, null, 5, 'postgres://[', 'mysql://a/b', 'postgres://a:70000/b'];

/** What is called, with what, and the options that must be named: `''` is the whole. */
const cases: readonly (readonly [string, (options: never) => unknown, unknown, readonly string[]])[] = [
  ['Tokens', (given) => new Tokens(given), undefined, ['']],
  ['Tokens', (given) => new Tokens(given), {}, ['secret']],
  ['Tokens', (given) => new Tokens(given), { secret: 5 }, ['secret']],
  [
    'Tokens',
    (given) => new Tokens(given),
    { secret: 'short', issuer: '', audience: 1, lifetimeSeconds: 0, clock: {} },
    ['secret', 'issuer', 'audience', 'lifetimeSeconds', 'clock'],
  ],
  ['Tokens', (given) => new Tokens(given), { secret, lifetimeSeconds: Number.NaN }, ['lifetimeSeconds']],
  ['tenantIdentification', tenantIdentification, undefined, ['']],
  ['tenantIdentification', tenantIdentification, { mode: 'path' }, ['mode']],
  ['tenantIdentification', tenantIdentification, { mode: 'header', header: '' }, ['header']],
  ['tenantIdentification', tenantIdentification, { mode: 'header', header: 'a b' }, ['header']],
  ['tenantIdentification', tenantIdentification, { mode: 'subdomain' }, ['baseDomain']],
  [
    'tenantIdentification',
    tenantIdentification,
    { mode: 'subdomain', baseDomain: 'a b', trustedProxies: ['proxy', '::1', '10.0.0.0/33', 5] },
    ['baseDomain', 'trustedProxies[0]', 'trustedProxies[2]', 'trustedProxies[3]'],
  ],
  ['Singleflight', (given) => new Singleflight(given), {}, ['timeoutMs']],
  ['Singleflight', (given) => new Singleflight(given), { timeoutMs: 0, startTimer: 1 }, ['timeoutMs', 'startTimer']],
  ['CachingTenantResolver', (given) => new CachingTenantResolver(given), {}, ['loader']],
  [
    'CachingTenantResolver',
    (given) => new CachingTenantResolver(given),
    { loader, cache: {}, flights: {}, loadTimeoutMs: -1, ttl: { positiveMs: 0, jitter: 1 }, random: 1 },
    ['cache', 'flights', 'loadTimeoutMs', 'ttl.positiveMs', 'ttl.negativeMs', 'ttl.jitter', 'random'],
  ],
  ['inProcessCache', inProcessCache, { capacity: 0 }, ['capacity']],
  ['inProcessCache', inProcessCache, { capacity: Number.POSITIVE_INFINITY, now: 1 }, ['capacity', 'now']],
  ['InMemoryTransport', (given) => new InMemoryTransport(given), { capacity: 0 }, ['capacity']],
  ['InMemoryTransport', (given) => new InMemoryTransport(given), { capacity: Number.NaN }, ['capacity']],
  ['TransactionalEventBus', (given) => new TransactionalEventBus(given), {}, ['transport']],
  [
    'TransactionalEventBus',
    (given) => new TransactionalEventBus(given),
    { transport: {}, ifTransportCannotJoin: 'drop', commits: {}, clock: 1, ids: 1 },
    ['transport', 'ifTransportCannotJoin', 'commits', 'clock', 'ids'],
  ],
  [
    'TransactionalEventBus',
    (given) => new TransactionalEventBus(given),
    { ifTransportCannotJoin: commits },
    ['transport', 'commits'],
  ],
  ['OutboxTransport', (given) => new OutboxTransport(given), { clock: 1 }, ['database', 'clock']],
  ['SequelizeTenantLoader', (given) => new SequelizeTenantLoader(given), {}, ['database']],
  ['NodeService', (given) => new NodeService(given), { ids: 1 }, ['database', 'bus', 'ids']],
  ['UserService', (given) => new UserService(given), { clock: 1 }, ['database', 'bus', 'clock']],
  ['TenantService', (given) => new TenantService(given), {}, ['database', 'bus', 'resolver']],
  ...badUrls.map((bad) => ['openDatabase', openDatabase, { url: bad }, ['url']] as const),
  ['openDatabase', openDatabase, undefined, ['']],
  [
    'openDatabase',
    openDatabase,
    { url, pool: { max: 0 }, deadlineMs: Number.NaN, logging: true, reportError: 1 },
    ['pool.max', 'deadlineMs', 'logging', 'reportError'],
  ],
  ['migrateUp', migrateUp, 'garbage', ['url']],
  ['migrateUp', (given) => migrateUp(url, given), { to: '9999', deadlineMs: 0 }, ['to', 'deadlineMs']],
  ['migrateDown', (given) => migrateDown(url, given), { to: 1 }, ['to']],
  ['drain', drain, {}, ['database', 'sink']],
  [
    'drain',
    drain,
    { database: {}, sink, clock: 1, random: 1, batchSize: 0, maxAttempts: 1.5, deliveryTimeoutMs: 60_000 },
    ['database', 'clock', 'random', 'batchSize', 'maxAttempts', 'deliveryTimeoutMs'],
  ],
  ['drainToQuiescence', drainToQuiescence, { sink, maxSteps: 0 }, ['database', 'maxSteps']],
  ['createServices', createServices, undefined, ['']],
  [
    'createServices',
    createServices,
    { url: 'garbage', deadlineMs: 0, clock: 1, ids: 1, transport, tenancy: { loadTimeoutMs: 0 }, resolver: 1 },
    ['url', 'deadlineMs', 'clock', 'ids', 'transport', 'tenancy.loadTimeoutMs', 'resolver'],
  ],
  ['createServices', createServices, { database: {} }, ['database']],
  ['createApplication', createApplication, {}, ['services', 'tokens']],
  [
    'createApplication',
    createApplication,
    {
      services: {},
      tokens: { secret: 'short' },
      tenantSource: { mode: 'subdomain' },
      deadlineMs: 0,
      checks: { verifyToken: 1 },
      routes: 1,
      reportError: 1,
    },
    [
      'services.database',
      'services.nodes',
      'services.tenants',
      'services.users',
      'services.resolver',
      'tokens.secret',
      'tenantSource.baseDomain',
      'deadlineMs',
      'checks.verifyToken',
      'routes',
      'reportError',
    ],
  ],
];

test.each(cases)('%s refuses impossible options, all at once: %#', async (_, call, options, paths) => {
  const error = await (async () => call(options as never))().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'ValidationError', code: 'INVALID_CONFIGURATION' });
  expect(isRustokError(error) && error.fields?.map(({ path }) => path).toSorted()).toEqual(paths.toSorted());
});

test('no password is told', async () => {
  await expect(openDatabase({ url: 'postgres://me:hunter2@[' })).rejects.not.toThrow(/hunter2/);
  await expect(openDatabase({ url: 'postgres://me:hunter2@[' })).rejects.toThrow(/url: must be/);
});
