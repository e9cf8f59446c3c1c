import { type Permission, type SecurityContext, scopeOf } from '../access/index.ts';
import type { UserResponse, UserService } from '../accounts/index.ts';
import { ForbiddenError, UnauthenticatedError } from '../errors/index.ts';
import type { Caller, TenantContext, TenantIdentifier, TenantResolver } from '../tenancy/index.ts';
import type { TokenClaims, Tokens } from './tokens.ts';

/** What is checked before a route runs, in this order. Each rejects with the error that the caller is told; each can be replaced. */
export interface RequestChecks {
  resolveTenant(identifier: TenantIdentifier, caller: Caller): Promise<TenantContext>;
  verifyToken(token: string): Promise<TokenClaims>;
  checkTokenTenant(claims: TokenClaims, tenant: TenantContext): void;
  findUser(claims: TokenClaims, bounds: { readonly deadlineMs: number }): Promise<UserResponse>;
  checkUserStatus(user: UserResponse): void;
  contextOf(user: UserResponse, claims: TokenClaims): SecurityContext;
  checkPermission(context: SecurityContext, anyOf: readonly Permission[]): void;
}

/** The checks of the specification. */
export function requestChecks(parts: {
  readonly resolver: TenantResolver;
  readonly users: UserService;
  readonly tokens: Tokens;
}): RequestChecks {
  const { resolver, users, tokens } = parts;
  return {
    resolveTenant: (identifier, caller) => resolver.resolve(identifier, caller),
    verifyToken: (token) => tokens.verify(token),
    checkTokenTenant(claims, tenant) {
      if (claims.tenantId === tenant.id) return;
      throw new ForbiddenError('The token belongs to another tenant', { code: 'TOKEN_OF_ANOTHER_TENANT' });
    },
    async findUser({ tenantId, userId }, { deadlineMs }) {
      const user = await users.findForSignIn(tenantId, userId, { deadlineMs });
      if (user === undefined) throw new UnauthenticatedError('The token names a user who does not exist');
      return user;
    },
    checkUserStatus({ status }) {
      if (status === 'active') return;
      throw new ForbiddenError(`The user is ${status}`, { code: 'USER_NOT_ACTIVE' });
    },
    contextOf: ({ role, id, tenantId }) => Object.freeze({ kind: 'user', role, userId: id, tenantId }),
    checkPermission(context, anyOf) {
      if (anyOf.some((permission) => scopeOf(context, permission) !== 'none')) return;
      throw new ForbiddenError(`The permission ${anyOf.join(' or ')} is required`);
    },
  };
}
