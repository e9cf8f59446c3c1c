import { type Asker, claimsOf, requestBy, signToken } from '../http/index.ts';
import type { Refusal } from './refusal.ts';
import type { Stage } from './stage.ts';

const unknownRoutes = [
  'GET /',
  'GET /nope',
  'GET /api',
  'GET /api/content',
  'GET /api/content/nodes/0190b6f4-1c00-7a01-8000-5a3c8e7f1b01/nope',
  'GET /api/content/nodes/0190b6f4-1c00-7a01-8000-5a3c8e7f1b01/publish',
  'GET /API/CONTENT/NODES',
  'GET /api//tenant',
  'GET /api/../etc/passwd',
  'GET /__proto__',
  'GET /constructor',
  'POST /api/tenant',
  'PUT /api/content/nodes/0190b6f4-1c00-7a01-8000-5a3c8e7f1b01',
  'DELETE /api/content/nodes',
  'DELETE /api/users/0190b6f4-1c00-7a01-8000-5a3c8e7f1b01',
  'POST /api/content/nodes/0190b6f4-1c00-7a01-8000-5a3c8e7f1b01/explode',
  'POST /health',
  'OPTIONS /api/users',
];

const goodId = '0190b6f4-1c00-7a01-8000-5a3c8e7f1b01';
const badIds = {
  x: 'x',
  '1': '1',
  null: 'null',
  'a uuid that ends early': goodId.slice(0, -1),
  'a uuid that goes on': `${goodId}0`,
  'a uuid without hyphens': goodId.replaceAll('-', ''),
  'a uuid in braces': `%7B${goodId}%7D`,
  'a uuid with a g': goodId.replace('a', 'g'),
  'a uuid and a blank': `${goodId}%20`,
  'a uuid and a line break': `${goodId}%0A`,
  'a uuid and a NUL': `${goodId}%00`,
  'the nil uuid': '00000000-0000-0000-0000-000000000000',
  SQL: `${goodId}'%20OR%20'1'='1`,
  'a path': '..%2F..%2Fetc',
  'a broken escape': '%zz',
  'half a character': '%e2%82',
  'ten thousand letters': 'a'.repeat(10_000),
};

const badTenants = {
  nothing: '',
  capitals: 'TENANT',
  'a blank': 'a b',
  'an underscore': 'a_b',
  'a dot': 'a.b',
  'a hyphen first': '-a',
  '64 letters': 'a'.repeat(64),
  'ten thousand letters': 'a'.repeat(10_000),
  SQL: "a'--",
};

const strangers = {
  'one letter': 'z',
  '62 letters': 'z'.repeat(62),
  '63 letters': 'z'.repeat(63),
};

function administratorOf({ world: { home }, http }: Stage): Asker {
  const token = signToken(http.tokens, claimsOf(home.users.super_admin, http.tokens));
  return { tenant: home.tenant, token };
}

/** Addresses that are no route: not found, whoever asks. */
export function routeRefusals(stage: Stage): Refusal[] {
  return unknownRoutes.map((route) => {
    const [method = '', path = ''] = route.split(' ');
    return { name: route, due: [404, 405], request: requestBy(administratorOf(stage), { method, path }) };
  });
}

/** Every route of the application that takes an id, with what is none. */
export async function idRefusals(stage: Stage): Promise<Refusal[]> {
  const routes = (await stage.http.routes()).filter(({ method, path }) => path.includes(':id') && method !== 'HEAD');
  return routes.flatMap(({ method, path }) =>
    Object.entries(badIds).map(([what, id]): Refusal => ({
      name: `${method} ${path} of ${what}`,
      request: requestBy(administratorOf(stage), {
        method,
        path: path.replace(':id', id),
        ...(method === 'GET' ? {} : { version: 1 }),
        ...(method === 'PATCH' ? { body: {} } : {}),
      }),
    })),
  );
}

/** Names that no tenant can have, and names up to their limit that none has. */
export function tenantRefusals(): Refusal[] {
  const named = (names: Readonly<Record<string, string>>, due: number) =>
    Object.entries(names).map(([what, id]) => ({
      name: `GET /api/tenant of a tenant named with ${what}`,
      request: requestBy({ tenant: { id } }, { method: 'GET', path: '/api/tenant' }),
      due: [due],
    }));
  return [...named(badTenants, 400), ...named(strangers, 404)];
}
