import { roleMatrix } from '../../fixtures/index.ts';
import type { RoleName } from '../contract/index.ts';

export type Action = 'create' | 'read' | 'update' | 'delete' | 'list';
export type Resource = 'users' | 'tenants' | 'posts' | 'pages' | 'comments';

/** How far a role's permission reaches, by the specification's table. */
export function reachOf(role: RoleName, resource: Resource, action: Action): 'all' | 'own' | 'none' {
  const granted = roleMatrix.filter(
    (cell) =>
      cell.allowed &&
      cell.tenant === 'own' &&
      cell.role === role &&
      cell.resource === resource &&
      cell.action === action,
  );
  if (granted.length === 0) return 'none';
  return granted.some(({ ownership }) => ownership === 'other') ? 'all' : 'own';
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
