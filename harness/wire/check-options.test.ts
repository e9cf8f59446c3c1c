import { expect, test } from 'vitest';
import { startProxyProcess } from './start-proxy-process.ts';
import { startProxy } from './start-proxy.ts';
import type { WireProxyOptions } from './wire-proxy.ts';

const upstream = 'postgres://somebody:secret@127.0.0.1:1/none';

/** What either way to start a proxy says of these options. */
const refusals = (options: object) =>
  Promise.all(
    [startProxy, startProxyProcess].map((start) =>
      start(options as WireProxyOptions).then(
        () => 'started',
        (error: { code: string; fields: { path: string; message: string }[] }) => ({
          code: error.code,
          fields: error.fields.map(({ path, message }) => `${path}: ${message}`),
        }),
      ),
    ),
  );

test('every option that is missing or impossible is named at once, and none is quoted', async () => {
  const found = await refusals({
    listen: { host: '', port: 65_536 },
    tls: { cert: 'not a certificate', key: 'secret' },
    upstreamTls: true,
    upstreamDeadlineMs: 0,
    adminUrl: 'mysql://secret@host/db',
    keepStatements: 0,
    faults: [{ fault: { kind: 'explode' } }, { fault: { kind: 'delay' }, at: { nth: 0, times: 1.5, per: 'table' } }],
  });
  const expected = {
    code: 'INVALID_CONFIGURATION',
    fields: [
      'upstream: must be a connection URL that begins with postgres:// or postgresql://',
      'listen.host: must be a text that is not empty',
      'listen.port: must be a whole number from 0 to 65535',
      'tls: must be an object with a certificate and the key that belongs to it: cert and key, or pfx',
      'upstreamTls: must be an object',
      expect.stringMatching(/^upstreamDeadlineMs: must be a number of milliseconds/),
      'adminUrl: must be a connection URL that begins with postgres:// or postgresql://',
      expect.stringMatching(/^keepStatements: must be a whole number from 1/),
      expect.stringMatching(/^faults\[0\]\.fault\.kind: must be one of error-before, drop-before/),
      expect.stringMatching(/^faults\[1\]\.fault\.delayMs: must be a number of milliseconds/),
      expect.stringMatching(/^faults\[1\]\.at\.nth: must be a whole number from 1/),
      'faults[1].at.per: must be proxy or connection',
      'faults[1].at.times: must be a whole number from 1, or Infinity',
    ],
  };
  expect(found).toEqual([expected, expected]);
  expect(JSON.stringify(found)).not.toContain('secret');
});

test.each([undefined, null, 'postgres://host/db'])('%s is no configuration', async (options) => {
  const refused = { code: 'INVALID_CONFIGURATION', fields: [': must be an object'] };
  expect(await refusals(options as unknown as object)).toEqual([refused, refused]);
});

test('a socket has neither host nor a port of its own choice', async () => {
  const refused = {
    code: 'INVALID_CONFIGURATION',
    fields: [
      'listen.host: must be left out where socketDirectory is given',
      'listen.port: must be a number from 1 where socketDirectory is given: it names the file',
    ],
  };
  expect(await refusals({ upstream, listen: { socketDirectory: '/tmp', host: 'localhost', port: 0 } })).toEqual([
    refused,
    refused,
  ]);
});

test('a predicate is for a proxy in this process', async () => {
  const faults = [{ fault: { kind: 'freeze' as const }, at: { matching: () => true, times: Infinity } }];
  await using proxy = await startProxy({ upstream, faults });
  expect(proxy.endpoint.port).toBeGreaterThan(0);
  await expect(startProxyProcess({ upstream, faults })).rejects.toMatchObject({
    code: 'INVALID_CONFIGURATION',
    fields: [{ path: 'faults[0].at.matching' }],
  });
});
