import type { RoleName } from '../contract/index.ts';

export type Action = 'create' | 'read' | 'update' | 'delete' | 'list';
export type Resource = 'users' | 'tenants' | 'posts' | 'pages' | 'comments';

interface Grant {
  readonly may: string;
  readonly on: string;
  readonly reach?: 'own';
}

/** The specification's table, line by line; it is written here a second time on purpose. */
const policyTable: Readonly<Record<RoleName, readonly Grant[]>> = {
  super_admin: [
    {
      may: 'manage',
      on: 'users tenants modules settings products categories orders customers inventory discounts posts pages media comments analytics logs webhooks',
    },
  ],
  admin: [
    {
      may: 'manage',
      on: 'users settings products categories orders customers inventory discounts posts pages media comments analytics webhooks',
    },
    { may: 'read list', on: 'modules' },
  ],
  manager: [
    { may: 'create read update delete list', on: 'products categories posts pages media comments' },
    { may: 'read update list', on: 'orders' },
    { may: 'read list', on: 'customers' },
    { may: 'create read update list', on: 'inventory' },
    { may: 'read', on: 'analytics' },
  ],
  customer: [
    { may: 'read list', on: 'products categories posts pages' },
    { may: 'create read list', on: 'orders', reach: 'own' },
    { may: 'create read list', on: 'comments' },
    { may: 'update delete', on: 'comments', reach: 'own' },
  ],
};

/** How far a role's permission reaches. */
export function reachOf(role: RoleName, resource: Resource, action: Action): 'all' | 'own' | 'none' {
  const grants = policyTable[role].filter(({ may, on }) => {
    const actions = may.split(' ');
    return on.split(' ').includes(resource) && (actions.includes(action) || actions.includes('manage'));
  });
  if (grants.length === 0) return 'none';
  return grants.some(({ reach }) => reach === undefined) ? 'all' : 'own';
}

/** The resource that a node of each kind counts as. */
export const resourceOfKind = {
  post: 'posts',
  page: 'pages',
  comment: 'comments',
  article: 'posts',
  custom: 'posts',
} as const satisfies Readonly<Record<string, Resource>>;

export type Kind = keyof typeof resourceOfKind;
export const kinds = Object.keys(resourceOfKind) as readonly Kind[];
