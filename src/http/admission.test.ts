import { createSecretKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Role, roles, scopeOf } from '../access/index.ts';
import { createApplication } from './application.ts';
import { openToAll } from './route-access.ts';
import {
  type ApplicationWorld,
  missingId,
  openApplicationWorld,
  otherTenantId,
  strangerId,
  tenantId,
  userIds,
} from './testing/application-world.ts';
import { Tokens } from './tokens.ts';

const secret = 'a secret that has its thirty-two bytes';
let world: ApplicationWorld;
beforeAll(async () => {
  world = await openApplicationWorld();
});
afterAll(async () => world[Symbol.asyncDispose]());

const users = 'GET /api/users';

describe('the tenant comes first', () => {
  test.each([
    [null, 400, 'TENANT_IDENTIFIER_MISSING'],
    ['No Slug', 400, 'TENANT_IDENTIFIER_MALFORMED'],
    ['nowhere', 404, 'TENANT_NOT_FOUND'],
    [missingId, 404, 'TENANT_NOT_FOUND'],
    ['closed', 403, 'TENANT_INACTIVE'],
  ])('%s is answered %i before the token is looked at', async (tenant, status, code) => {
    for (const route of [users, 'GET /api/tenant'] as const) {
      const answer = await world.ask(route, { tenant, as: { token: 'rubbish' } });
      expect(answer.statusCode).toBe(status);
      expect(answer.json()).toMatchObject({ code, status });
    }
  });

  test.each(['shop', tenantId, tenantId.toUpperCase()])('%s is the shop', async (tenant) => {
    const answer = await world.ask('GET /api/tenant', { tenant });
    expect(answer.json()).toEqual({ id: tenantId, slug: 'shop', name: 'The shop', defaultLocale: 'en' });
  });

  test('health and readiness know of no tenant', async () => {
    expect((await world.ask('GET /health', { tenant: null })).json()).toEqual({ status: 'ok' });
    expect((await world.ask('GET /ready', { tenant: null })).json()).toEqual({ status: 'ready' });
  });
});

describe('then the token', () => {
  const sign = (claims: object, key: string, alg = 'HS256') =>
    new SignJWT({ sub: userIds.admin, tenant_id: tenantId, iss: 'rustok', aud: 'rustok-services', ...claims })
      .setProtectedHeader({ alg })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(createSecretKey(Buffer.from(key)));

  test('a token as the specification describes it is accepted', async () => {
    expect((await world.ask(users, { as: { token: await sign({}, secret) } })).statusCode).toBe(200);
  });

  test.each<[string, () => Promise<string> | string]>([
    ['rubbish', () => 'rubbish'],
    ['signed with another secret', () => sign({}, secret.toUpperCase())],
    ['of another algorithm', () => sign({}, secret.repeat(2), 'HS512')],
    ['of another issuer', () => sign({ iss: 'somebody' }, secret)],
    ['for another audience', () => sign({ aud: 'somebody' }, secret)],
    ['without a user', () => sign({ sub: undefined }, secret)],
    ['whose user is no uuid', () => sign({ sub: 'me' }, secret)],
    ['without a tenant', () => sign({ tenant_id: undefined }, secret)],
    ['of a user who does not exist', () => sign({ sub: missingId }, secret)],
    [
      'expired',
      () => new Tokens({ secret, clock: { now: () => new Date(0) } }).issue({ userId: userIds.admin, tenantId }),
    ],
    [
      'unsigned',
      () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`,
    ],
  ])('%s is 401', async (_, token) => {
    const answer = await world.ask(users, { as: { token: await token() } });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test.each([undefined, 'Basic YTpi', 'Bearer', 'Bearer a b'])('the header %s is 401', async (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect((await world.ask(users, { headers })).statusCode).toBe(401);
  });

  test('a secret of less than 32 bytes is refused', () => {
    expect(() => new Tokens({ secret: 'x'.repeat(31) })).toThrow(/32 bytes/);
  });
});

test("then the token's tenant: one of another tenant is 403, also for a super admin", async () => {
  for (const claims of [
    { userId: strangerId, tenantId: otherTenantId },
    { userId: userIds.super_admin, tenantId },
  ]) {
    const token = await world.application.tokens.issue(claims);
    const answer = await world.ask(users, { tenant: claims.tenantId === tenantId ? 'other' : 'shop', as: { token } });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'TOKEN_OF_ANOTHER_TENANT' });
  }
});

test.each(['inactive', 'banned'])("then the user's status: %s is 403 before the permission", async (status) => {
  await world.sql('UPDATE users SET status = $2 WHERE id = $1', [userIds.customer, status]);
  const answer = await world.ask(users, { as: 'customer' });
  await world.sql(`UPDATE users SET status = 'active' WHERE id = $1`, [userIds.customer]);
  expect(answer.statusCode).toBe(403);
  expect(answer.json()).toMatchObject({ code: 'USER_NOT_ACTIVE' });
});

describe('then the permission', () => {
  test('denied is 403 naming the permission', async () => {
    const answer = await world.ask(users, { as: 'manager' });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'FORBIDDEN', detail: expect.stringContaining('users:list') });
  });

  test('the role is read from the users table, at once and not from the token', async () => {
    const token = await world.tokenOf('manager');
    await world.sql(`UPDATE users SET role = 'admin' WHERE id = $1`, [userIds.manager]);
    const asAdmin = await world.ask(users, { as: { token } });
    await world.sql(`UPDATE users SET role = 'manager' WHERE id = $1`, [userIds.manager]);
    const asManager = await world.ask(users, { as: { token } });
    expect([asAdmin.statusCode, asManager.statusCode]).toEqual([200, 403]);
  });

  test('denied comes before the body is read', async () => {
    const options = { as: 'customer', headers: { 'content-type': 'application/json' }, payload: '{' } as const;
    expect((await world.ask('POST /api/users', options)).statusCode).toBe(403);
  });

  test('every role is let in to exactly the routes of its permissions, and a denied call writes nothing', async () => {
    const before = await world.rowCount();
    for (const { method, url, access } of world.application.routes) {
      if (access.kind === 'public') continue;
      for (const role of roles) {
        const answer = await world.ask(`${method} ${url.replace(':id', missingId)}`, { as: role });
        const mayEnter = access.anyOf.some((permission) => scopeOf(contextOf(role), permission) !== 'none');
        expect(answer.statusCode === 403, `${role} ${method} ${url}`).toBe(!mayEnter);
        if (!mayEnter && method !== 'HEAD') {
          const { detail } = answer.json<{ detail: string }>();
          for (const permission of access.anyOf) expect(detail).toContain(permission);
        }
      }
    }
    expect(await world.rowCount()).toBe(before);
  });
});

const contextOf = (role: Role) => ({ kind: 'user', role, userId: userIds[role], tenantId }) as const;

describe('the boot check', () => {
  const options = () => ({ services: world.services, tokens: { secret } });

  test('refuses a route that declares neither a permission nor that it is public', () => {
    const build = () =>
      createApplication({ ...options(), routes: (server) => void server.get('/api/secret', () => 'secret') });
    expect(build).toThrow(expect.objectContaining({ code: 'ROUTE_WITHOUT_PERMISSION' }));
    expect(build).toThrow(/GET \/api\/secret/);
  });

  test('refuses such a route of a plugin, too: the application does not get ready', async () => {
    const application = createApplication({
      ...options(),
      routes: (server) =>
        void server.register(async (plugin) => void plugin.get('/api/hidden', { config: {} }, () => 'secret')),
    });
    await expect(application.listen()).rejects.toMatchObject({ code: 'ROUTE_WITHOUT_PERMISSION' });
  });

  test('accepts one that declares it, and lists it with its HEAD', () => {
    const { routes } = createApplication({
      ...options(),
      routes: (server) => void server.get('/api/open', { config: openToAll }, () => 'open'),
    });
    expect(routes.filter(({ url }) => url === '/api/open')).toEqual([
      { method: 'GET', url: '/api/open', access: openToAll.access },
      { method: 'HEAD', url: '/api/open', access: openToAll.access },
    ]);
  });

  test('the routes are those of the specification', () => {
    const listed = world.application.routes
      .filter(({ method }) => method !== 'HEAD')
      .map(
        ({ method, url, access }) =>
          `${method} ${url}: ${access.kind === 'public' ? 'public' : access.anyOf.join(' ')}`,
      );
    expect(listed.toSorted()).toMatchSnapshot();
  });
});
