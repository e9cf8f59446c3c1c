import fastifyModule from 'fastify';
import { expect, test } from 'vitest';
import { type ApplicationUnderTest, roleClients, sendTo } from './index.ts';

const fastify = fastifyModule({ routerOptions: { maxParamLength: 200 } });
fastify.all('/echo', (request, reply) =>
  reply
    .code(201)
    .header('x-method', request.method)
    .send({ body: request.body ?? null, user: request.headers['x-user'] }),
);

const web = {
  fetch: async (request: Request) => {
    const text = await request.text();
    return Response.json(
      { body: text === '' ? null : (JSON.parse(text) as unknown), user: request.headers.get('x-user') },
      { status: 201, headers: { 'x-method': request.method } },
    );
  },
};

test.each<[string, ApplicationUnderTest]>([
  ['fastify', fastify],
  ['a fetch handler', web],
])('requests of each role reach %s', async (_name, application) => {
  let asked = 0;
  const as = roleClients(sendTo(application), {
    admin: () => ({ 'x-user': `admin ${(asked += 1)}` }),
    nobody: async () => ({}),
  });
  const posted = await as.admin.post('/echo', { title: 'Hello' });
  expect(posted).toMatchObject({ status: 201, body: { body: { title: 'Hello' }, user: 'admin 1' } });
  expect(posted.headers['x-method']).toBe('POST');
  expect((await as.admin.patch('/echo', '{"a":1}')).body).toEqual({ body: { a: 1 }, user: 'admin 2' });
  expect((await as.nobody.get<{ body: unknown }>('/echo')).body.body).toBeNull();
  expect((await as.admin.delete('/echo', { headers: { 'x-user': 'me' } })).body).toMatchObject({ user: 'me' });
  expect((await as.nobody.head('/echo')).headers['x-method']).toBe('HEAD');
});

test('a role that is given headers, not a function that returns them, is refused by its name, and no header is told', () => {
  const roles = { admin: () => ({}), customer: { authorization: 'Bearer a secret' } } as never;
  const making = () => roleClients(async () => ({}) as never, roles);
  expect(making).toThrow(
    expect.objectContaining({
      code: 'INVALID_CONFIGURATION',
      fields: [{ path: 'customer', message: expect.stringMatching(/^must be a function that returns the headers/) }],
    }),
  );
  expect(making).not.toThrow('a secret');
  expect(() => roleClients(async () => ({}) as never, undefined as never)).toThrow(/must be an object with a function/);
});

test('an answer keeps integers that a double cannot hold, as text', async () => {
  const fetch = async () =>
    new Response('{"id":9007199254740993}', { headers: { 'content-type': 'application/json' } });
  const as = roleClients(sendTo({ fetch }), { nobody: async () => ({}) });
  expect((await as.nobody.get('/')).body).toEqual({ id: '9007199254740993' });
});
