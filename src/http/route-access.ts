import type { Permission } from '../access/index.ts';
import { RustokError } from '../errors/index.ts';

/**
 * Who may call a route. With a permission, only users who have one of `anyOf`, on all rows or on their own (the service then
 * judges the row); without, everybody, and the tenant is resolved or not.
 */
export type RouteAccess =
  | { readonly kind: 'permission'; readonly anyOf: readonly Permission[] }
  | { readonly kind: 'public'; readonly tenant: 'resolved' | 'none' };

/** A route for users with one of these permissions. */
export function requires(...anyOf: readonly [Permission, ...Permission[]]): { readonly access: RouteAccess } {
  return { access: { kind: 'permission', anyOf } };
}

/** A route for everybody, on the tenant that the request names. */
export const openInTenant: { readonly access: RouteAccess } = { access: { kind: 'public', tenant: 'resolved' } };

/** A route for everybody that knows of no tenant. */
export const openToAll: { readonly access: RouteAccess } = { access: { kind: 'public', tenant: 'none' } };

/** A route of the running application, as its router knows it. */
export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: RouteAccess;
}

/** The route's declaration; the application does not start with a route that has none. */
export function declaredAccess(method: string, url: string, access: RouteAccess | undefined): RouteAccess {
  const isDeclared = access?.kind === 'public' || (access?.kind === 'permission' && access.anyOf.length > 0);
  if (isDeclared) return access;
  throw new RustokError(
    'ROUTE_WITHOUT_PERMISSION',
    `The route ${method} ${url} declares neither a permission nor that it is public: give it config: requires('…'), openInTenant or openToAll`,
  );
}
