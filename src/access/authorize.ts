import { ForbiddenError } from '../errors/index.ts';
import { type Permission, permissionParts } from './permissions.ts';
import { type Scope, policy } from './policy.ts';
import { type SecurityContext, isSystem } from './security-context.ts';

/** How far the caller's permission reaches. */
export function scopeOf(context: SecurityContext, permission: Permission): Scope {
  if (context.kind === 'system') return isSystem(context) ? 'all' : 'none';
  if (context.role === null) return 'none';
  const { resource, action } = permissionParts(permission);
  const grants = policy[context.role][resource];
  return grants?.manage ?? grants?.[action] ?? 'none';
}

/** The row that a permission is asked for; an own scope compares its owner with the caller. */
export interface Owned {
  readonly ownerId: string | null;
}

/** Whether the caller has the permission: on this row, or, without a row, on every row. */
export function isAllowed(context: SecurityContext, permission: Permission, owned?: Owned): boolean {
  const scope = scopeOf(context, permission);
  if (scope !== 'own') return scope === 'all';
  return context.userId !== null && owned?.ownerId === context.userId;
}

/** Throws a `ForbiddenError` that names the permission, unless the caller has it. */
export function authorize(context: SecurityContext, permission: Permission, owned?: Owned): void {
  if (isAllowed(context, permission, owned)) return;
  const reach = scopeOf(context, permission) === 'own' ? ' and reaches only what the caller owns' : '';
  throw new ForbiddenError(`The permission ${permission} is required${reach}`);
}
