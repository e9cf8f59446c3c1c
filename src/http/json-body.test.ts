import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApplicationWorld, missingId, openApplicationWorld } from './testing/application-world.ts';

let world: ApplicationWorld;
beforeAll(async () => {
  world = await openApplicationWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());

const node = { kind: 'post', translations: [{ locale: 'en', title: 'Title' }] };
const json = { 'content-type': 'application/json' };
let drafts = 0;
const draft = () => ({ kind: 'post', translations: [{ locale: 'en', title: `Draft ${(drafts += 1)}` }] });
const post = (payload: string | Buffer, headers: Record<string, string> = json) =>
  world.ask('POST /api/content/nodes', { as: 'admin', headers, payload });

describe('a body that is refused is answered with problem details and writes nothing', () => {
  test.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['malformed', '{"kind":', json, 400, 'MALFORMED_BODY'],
    ['empty', '', json, 400, 'MALFORMED_BODY'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), json, 400, 'MALFORMED_BODY'],
    ['null', 'null', json, 400, 'VALIDATION_FAILED'],
    ['an array', '[]', json, 400, 'VALIDATION_FAILED'],
    ['text', '"post"', json, 400, 'VALIDATION_FAILED'],
    ['with __proto__', '{"kind":"post","__proto__":{"a":1},"translations":[]}', json, 400, 'MALFORMED_BODY'],
    ['with an escaped __proto__', '{"metadata":{"a":[{"\\u005f_proto__":1}]}}', json, 400, 'MALFORMED_BODY'],
    ['of an unknown field', JSON.stringify({ ...node, constructor: 1 }), json, 400, 'VALIDATION_FAILED'],
    ['with NUL', JSON.stringify({ ...node, metadata: { a: '\0' } }), json, 400, 'VALIDATION_FAILED'],
    [
      'with a lone surrogate',
      '{"kind":"post","translations":[{"locale":"en","title":"\\ud800"}]}',
      json,
      400,
      'VALIDATION_FAILED',
    ],
    ['as text', 'kind=post', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['as a form', 'kind=post', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['of no media type', 'kind=post', { 'content-type': 'json' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['of 10 MB', JSON.stringify({ ...node, metadata: { a: 'a'.repeat(10_000_000) } }), json, 413, 'BODY_TOO_LARGE'],
    ['nested 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000), json, 400, 'VALIDATION_FAILED'],
    [
      'nested 100,000 deep under metadata',
      `{"kind":"post","translations":[],"metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
      json,
      400,
      'VALIDATION_FAILED',
    ],
  ])('%s', async (_, payload, headers, status, code) => {
    const before = await world.rowCount();
    const answer = await post(payload, headers);
    expect(answer.json()).toMatchObject({ type: 'about:blank', status, code, title: expect.any(String) });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(await world.rowCount()).toBe(before);
  });
});

describe.each(['POST publish', 'DELETE'])('a route that takes no body: %s', (route) => {
  const [method = '', transition] = route.split(' ');
  const ask = async (payload: string, headers = json) => {
    const { id, version } = (await post(JSON.stringify(draft()))).json<{ id: string; version: number }>();
    const path = transition === undefined ? id : `${id}/${transition}`;
    const options = { as: 'admin' as const, payload, headers: { ...headers, 'if-match': `"${version}"` } };
    const answer = await world.ask(`${method} /api/content/nodes/${path}`, options);
    const [row] = await world.sql<{ version: number }>('SELECT version FROM nodes WHERE id = $1', [id]);
    return { answer, isWritten: row?.version !== version };
  };

  test.each([
    ['malformed', '{"a":', json, 400, 'MALFORMED_BODY'],
    ['a list', '[]', json, 400, 'MALFORMED_BODY'],
    ['null', 'null', json, 400, 'MALFORMED_BODY'],
    ['of another type', 'a=b', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['of 10 MB', `{"a":"${'a'.repeat(10_000_000)}"}`, json, 413, 'BODY_TOO_LARGE'],
  ])('refuses one that is %s, and writes nothing', async (_, payload, headers, status, code) => {
    const { answer, isWritten } = await ask(payload, headers);
    expect(answer.json()).toMatchObject({ status, code });
    expect(isWritten).toBe(false);
  });

  test.each(['', '{}'])('takes "%s" for none', async (payload) => {
    const { answer, isWritten } = await ask(payload);
    expect(answer.statusCode).toBeLessThan(300);
    expect(isWritten).toBe(true);
  });
});

test('the place of a forbidden key is named', async () => {
  const answer = await post('{"metadata":{"a":[{"__proto__":1}]}}');
  expect(answer.json()).toMatchObject({ fields: [{ path: 'metadata.a[0].__proto__' }] });
});

test('every failing field is named at once', async () => {
  const answer = await post(
    JSON.stringify({ kind: 'poem', position: -1, translations: [{ locale: 'english', title: 'T' }] }),
  );
  const fields = answer.json<{ fields: { path: string }[] }>().fields.map(({ path }) => path);
  expect(fields.toSorted()).toEqual(['kind', 'position', 'translations[0].locale']);
});

test('__proto__ as a value is a text like any other', async () => {
  const answer = await post(JSON.stringify({ ...node, metadata: { a: '__proto__' } }));
  expect(answer.statusCode).toBe(201);
});

test('a body with a charset is read', async () => {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const answer = await post(
    JSON.stringify({ ...node, translations: [{ locale: 'en', title: 'With charset' }] }),
    headers,
  );
  expect(answer.statusCode).toBe(201);
});

test.each([
  ['GET /nowhere', 404, 'ROUTE_NOT_FOUND'],
  ['POST /api/tenant', 404, 'ROUTE_NOT_FOUND'],
  ['GET /api/content/nodes/%zz', 400, 'BAD_REQUEST'],
  ['GET /api/content/nodes/none', 400, 'VALIDATION_FAILED'],
  [`GET /api/content/nodes/${'a'.repeat(5000)}`, 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes/00000000-0000-0000-0000-000000000000', 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes/%00', 400, 'VALIDATION_FAILED'],
  [`GET /api/content/nodes/${missingId}`, 404, 'NOT_FOUND'],
  ['GET /api/users/none', 400, 'VALIDATION_FAILED'],
  [`GET /api/users/${missingId}`, 404, 'NOT_FOUND'],
  ['GET /api/content/nodes?page=0', 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes?pageSize=101', 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes?page=1e9', 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes?page=1&page=2', 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes?kind=poem', 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes?other=1', 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes?__proto__=1', 400, 'VALIDATION_FAILED'],
  ['GET /api/content/nodes?parentId=1', 400, 'VALIDATION_FAILED'],
] as const)('%.60s is %i %s', async (request, status, code) => {
  const answer = await world.ask(request, { as: 'super_admin' });
  expect(answer.json()).toMatchObject({ status, code });
  expect(answer.headers['content-type']).toContain('application/problem+json');
});
