import { expect, test } from 'vitest';
import { envelope } from '../../fixtures/index.ts';
import { ConflictError, ForbiddenError } from '../../src/errors/index.ts';
import { encodeEnvelope } from '../../src/events/index.ts';
import { assertCloudEvent, assertForbidden, assertValidEnvelope } from './index.ts';

const messageOf = (assertion: () => void): string => {
  try {
    assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'passed';
};

test('an envelope is valid in its TypeScript form and on the wire', () => {
  assertValidEnvelope(envelope('node.created'));
  assertValidEnvelope(encodeEnvelope(envelope('node.created')));
});

test('an invalid envelope fails with every field', () => {
  const wrong = { ...envelope('node.created'), tenantId: 'nobody', retryCount: -1 };
  expect(messageOf(() => assertValidEnvelope(wrong))).toMatch(
    /^expected a valid envelope\n.*\n {2}tenant_id: .*\n {2}retry_count: /s,
  );
  const wire = { ...encodeEnvelope(envelope('node.created')), event_type: 'node.exploded' };
  expect(messageOf(() => assertValidEnvelope(wire))).toContain('"node.exploded" is not in the catalogue');
  expect(messageOf(() => assertValidEnvelope(null))).toContain('the envelope is not valid');
});

const cloudEvent = { specversion: '1.0', id: '1', source: '/orders', type: 'order.placed' };

test.each<[string, unknown]>([
  ['the required attributes alone', cloudEvent],
  ['its text', JSON.stringify(cloudEvent)],
  ['data that is null, and an attribute that is not set', { ...cloudEvent, data: null, subject: null }],
  [
    'every attribute and an extension',
    {
      ...cloudEvent,
      datacontenttype: 'application/json; charset=utf-8',
      dataschema: 'https://example.com/schema',
      subject: 'orders/1',
      time: '2026-01-01T00:00:00.000Z',
      data: { total: 3 },
      partitionkey: 'a',
      attempt: 2,
      final: true,
    },
  ],
])('a CloudEvent: %s', (_name, event) => {
  assertCloudEvent(event);
});

test.each<[string, unknown, string]>([
  ['a text', 'no JSON', 'it is no JSON object'],
  ['a list', [cloudEvent], 'it is no JSON object'],
  ['nothing', {}, '  id: is missing\n  source: is missing\n  specversion: is missing\n  type: is missing'],
  ['an old version', { ...cloudEvent, specversion: '0.3' }, '  specversion: must be "1.0"'],
  ['an empty id', { ...cloudEvent, id: '' }, '  id: must be a non-empty text'],
  ['a source with a space', { ...cloudEvent, source: 'my orders' }, '  source: must be a URI reference'],
  ['a relative schema', { ...cloudEvent, dataschema: '/a' }, '  dataschema: must be an absolute URI'],
  ['a time without zone', { ...cloudEvent, time: '2026-01-01T00:00:00' }, '  time: must be an RFC 3339 timestamp'],
  ['no media type', { ...cloudEvent, datacontenttype: 'json' }, '  datacontenttype: must be a media type'],
  [
    'a snake_case name',
    { ...cloudEvent, tenant_id: 'a' },
    '  tenant_id: must have a name of lower-case letters and digits',
  ],
  ['an object as extension', { ...cloudEvent, extra: {} }, '  extra: must be a text, a boolean or a 32-bit integer'],
  ['a fraction as extension', { ...cloudEvent, extra: 1.5 }, '  extra: must be a text, a boolean or a 32-bit integer'],
  ['data twice', { ...cloudEvent, data: 1, data_base64: 'AA==' }, '  data_base64: must not stand beside data'],
  ['no Base64', { ...cloudEvent, data_base64: 'A' }, '  data_base64: must be Base64'],
])('no CloudEvent: %s', (_name, event, fault) => {
  expect(messageOf(() => assertCloudEvent(event))).toBe(`expected a CloudEvent 1.0 in structured JSON\n${fault}`);
});

const problem = (status: number, contentType = 'application/problem+json') =>
  new Response(JSON.stringify({ status, title: 'No', code: 'FORBIDDEN' }), {
    status,
    headers: { 'content-type': contentType },
  });

test('forbidden is a problem of 403, or the error, also of a promise', async () => {
  const answer = problem(403);
  await assertForbidden(answer);
  expect(answer.bodyUsed).toBe(false);
  await assertForbidden(Promise.resolve(problem(403)));
  await assertForbidden({ statusCode: 403, headers: { 'content-type': 'application/problem+json' }, body: '{}' });
  await assertForbidden(new ForbiddenError('no'));
  await assertForbidden(Promise.reject(new ForbiddenError('no')));
});

test.each<[string, () => unknown, RegExp]>([
  ['another status', () => problem(404), /the status was 404, the body was no problem of status 403\n\{"status":404/],
  ['no problem details', () => problem(403, 'text/html'), /the content type was text\/html/],
  ['another error', () => new ConflictError('STALE', 'stale'), /it was rejected with ConflictError: stale/],
  ['a promise of another error', () => Promise.reject(new TypeError('x')), /it was rejected with TypeError: x/],
  ['a result', () => Promise.resolve({ id: 1 }), /it resolved, and with no HTTP answer/],
])('not forbidden: %s', async (_name, value, message) => {
  await expect(assertForbidden(value())).rejects.toThrow(message);
  await expect(assertForbidden(value())).rejects.toThrow(/^expected the call to be forbidden\n/);
});
