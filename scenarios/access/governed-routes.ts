import type { JsonValue, NodeSeed } from '../contract/index.ts';
import type { Action, Resource } from './policy-table.ts';

/** What the specification says of one route. */
export interface GovernedRoute {
  /** Method and path. */
  readonly route: string;
  readonly rule: Rule;
  /** The status for who may. */
  readonly success: number;
}

/**
 * Who may: everybody; a permission on a resource, with one row (`of`) or without; a permission on the resource that a node's
 * kind counts as. `from` is the node's state that the operation starts from.
 */
export type Rule =
  | { readonly by: 'nothing' }
  | {
      readonly by: 'resource';
      readonly resource: Resource;
      readonly action: Action;
      readonly of?: 'user' | 'tenant';
      readonly body?: (unique: string) => JsonValue;
    }
  | { readonly by: 'any-node'; readonly action: Action }
  | { readonly by: 'new-node' }
  | {
      readonly by: 'node';
      readonly action: Action;
      readonly from?: Pick<NodeSeed, 'status' | 'isDeleted'>;
      readonly body?: JsonValue;
    };

const nodes = '/api/content/nodes';
const draft = { status: 'draft' } as const;
const published = { status: 'published' } as const;
const update = { by: 'node', action: 'update' } as const;

/** The specification's routes; HEAD follows its GET. */
const written: readonly GovernedRoute[] = [
  { route: 'GET /health', rule: { by: 'nothing' }, success: 200 },
  { route: 'GET /ready', rule: { by: 'nothing' }, success: 200 },
  { route: 'GET /api/tenant', rule: { by: 'nothing' }, success: 200 },
  { route: 'GET /api/tenants', rule: { by: 'resource', resource: 'tenants', action: 'list' }, success: 200 },
  {
    route: 'POST /api/tenants',
    rule: {
      by: 'resource',
      resource: 'tenants',
      action: 'create',
      body: (unique) => ({ name: 'New', slug: unique }),
    },
    success: 201,
  },
  {
    route: 'PATCH /api/tenants/:id',
    rule: { by: 'resource', resource: 'tenants', action: 'update', of: 'tenant', body: (unique) => ({ name: unique }) },
    success: 200,
  },
  { route: 'GET /api/users', rule: { by: 'resource', resource: 'users', action: 'list' }, success: 200 },
  {
    route: 'POST /api/users',
    rule: {
      by: 'resource',
      resource: 'users',
      action: 'create',
      body: (unique) => ({ email: `${unique}@example.com` }),
    },
    success: 201,
  },
  {
    route: 'GET /api/users/:id',
    rule: { by: 'resource', resource: 'users', action: 'read', of: 'user' },
    success: 200,
  },
  {
    route: 'PATCH /api/users/:id',
    rule: {
      by: 'resource',
      resource: 'users',
      action: 'update',
      of: 'user',
      body: (unique) => ({ email: `${unique}@example.com` }),
    },
    success: 200,
  },
  { route: `GET ${nodes}`, rule: { by: 'any-node', action: 'list' }, success: 200 },
  { route: `POST ${nodes}`, rule: { by: 'new-node' }, success: 201 },
  { route: `GET ${nodes}/:id`, rule: { by: 'node', action: 'read' }, success: 200 },
  { route: `PATCH ${nodes}/:id`, rule: { ...update, from: draft, body: { position: 7 } }, success: 200 },
  { route: `DELETE ${nodes}/:id`, rule: { by: 'node', action: 'delete', from: draft }, success: 204 },
  { route: `POST ${nodes}/:id/publish`, rule: { ...update, from: draft }, success: 200 },
  { route: `POST ${nodes}/:id/unpublish`, rule: { ...update, from: published }, success: 200 },
  { route: `POST ${nodes}/:id/archive`, rule: { ...update, from: published }, success: 200 },
  { route: `POST ${nodes}/:id/unarchive`, rule: { ...update, from: { status: 'archived' } }, success: 200 },
  {
    route: `POST ${nodes}/:id/restore`,
    rule: { by: 'node', action: 'delete', from: { status: 'draft', isDeleted: true } },
    success: 200,
  },
];

/** Every route that an application of the specification serves, HEAD included. */
export const governedRoutes: readonly GovernedRoute[] = written.flatMap((governed) =>
  governed.route.startsWith('GET ')
    ? [governed, { ...governed, route: governed.route.replace('GET', 'HEAD') }]
    : [governed],
);
