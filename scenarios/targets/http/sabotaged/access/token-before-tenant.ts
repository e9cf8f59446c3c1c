import type { TenantContext } from '../../../../../src/tenancy/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const tokenBeforeTenant = httpSaboteur(
  'token-before-tenant',
  {
    mistake: 'the token is checked before the tenant is known to serve',
    caughtBy: [
      { scenario: 'ACCESS-10', message: /with tenant unknown, token missing: 401 instead of 404, for tenant unknown/ },
    ],
  },
  {
    checks: (right) => {
      const unresolved = new WeakMap<TenantContext, unknown>();
      return {
        resolveTenant: async (identifier, caller) => {
          try {
            return await right.resolveTenant(identifier, caller);
          } catch (error) {
            const standIn = { id: identifier.value } as TenantContext;
            unresolved.set(standIn, error);
            return standIn;
          }
        },
        checkTokenTenant: (claims, tenant) => {
          if (unresolved.has(tenant)) throw unresolved.get(tenant);
          right.checkTokenTenant(claims, tenant);
        },
      };
    },
  },
);
