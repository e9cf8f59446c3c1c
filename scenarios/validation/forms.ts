import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpService, UserSeed } from '../contract/index.ts';
import { type Call, type World, requestOf } from '../http/index.ts';
import { newTenantLimits, newUserLimits, tenantChangeLimits, userChangeLimits } from './administration-limits.ts';
import type { FieldLimits } from './field-limits.ts';
import type { JsonObject } from './json-fields.ts';
import { type Names, newNodeLimits, nodeChangeLimits } from './node-limits.ts';
import type { SpareRows } from './spare-rows.ts';

/** One mutating route: an input that it takes, and the limits of every field. */
export interface Form {
  readonly route: string;
  readonly success: number;
  readonly fields: readonly FieldLimits[];
  /** A valid input with nothing in common with any other. */
  readonly valid: () => JsonObject;
  /** The request with this body; for a change, of a row of its own. */
  readonly request: (body: string | Uint8Array) => HttpRequest;
}

/** The routes that change something and take no body, with a row of their own for each request: what they must refuse is any body but an empty one. */
export async function bodilessOf(http: HttpService, { home }: World, rows: SpareRows): Promise<readonly Form[]> {
  const served = await http.routes();
  return served.filter(takesNoBody).map(({ method, path }) => ({
    route: `${method} ${path}`,
    success: method === 'DELETE' ? 204 : 200,
    fields: [],
    valid: () => ({}),
    request: (body) => {
      const call = { method, path: path.replace(':id', rows.node()), version: 1 };
      return jsonRequest(http, home.users.super_admin, call, body);
    },
  }));
}

/** A deletion, or a step in the life of a row. */
export function takesNoBody({ method, path }: Pick<Call, 'method' | 'path'>): boolean {
  return method === 'DELETE' || (method === 'POST' && /\/(?:publish|unpublish|archive|unarchive|restore)$/.test(path));
}

function jsonRequest(http: HttpService, user: UserSeed, call: Call, body: string | Uint8Array): HttpRequest {
  const { headers, ...request } = requestOf(http, user, call);
  return { ...request, headers: { ...headers, 'content-type': 'application/json' }, body };
}

/** Every mutating route with a body, for whoever may everything. What the requests name is there once `rows` are committed. */
export function formsOf(http: HttpService, { home }: World, rows: SpareRows): readonly Form[] {
  const { super_admin: user, manager } = home.users;
  const names: Names = { nodeId: rows.node(), userId: manager.id };
  const form = (
    route: string,
    fields: readonly FieldLimits[],
    valid: (unique: string) => JsonObject,
    spare?: () => string,
  ): Form => {
    const [method = '', path = ''] = route.split(' ');
    return {
      route,
      fields,
      success: spare === undefined ? 201 : 200,
      valid: () => valid(randomUUID()),
      request: (body) => {
        const call = { method, path: spare === undefined ? path : path.replace(':id', spare()), version: 1 };
        return jsonRequest(http, user, call, body);
      },
    };
  };
  return [
    form('POST /api/content/nodes', newNodeLimits(names), (unique) => ({
      kind: 'post',
      translations: [{ locale: 'en', title: 'Title', slug: `node-${unique}` }],
      bodies: [{ locale: 'en', body: 'Body' }],
    })),
    form('PATCH /api/content/nodes/:id', nodeChangeLimits(names), () => ({}), rows.node),
    form('POST /api/tenants', newTenantLimits, (unique) => ({ name: 'Tenant', slug: `tenant-${unique}` })),
    form('PATCH /api/tenants/:id', tenantChangeLimits, () => ({}), rows.tenant),
    form('POST /api/users', newUserLimits, (unique) => ({ email: `${unique}@example.com` })),
    form('PATCH /api/users/:id', userChangeLimits, () => ({}), rows.user),
  ];
}
