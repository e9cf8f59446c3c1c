import { type Role, roles } from '../../../../../src/access/index.ts';
import type { TokenClaims } from '../../../../../src/http/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';
import { claimsIn } from '../claims-in.ts';

export const roleFromTheToken = httpSaboteur(
  'role-from-the-token',
  {
    mistake: 'a role in the token goes before the one in the users table',
    caughtBy: [{ scenario: 'ACCESS-11', message: /the manager whose token claims super_admin: 200 instead of 403/ }],
  },
  {
    checks: (right) => {
      const claimed = new WeakMap<TokenClaims, Role | undefined>();
      return {
        verifyToken: async (token) => {
          const claims = await right.verifyToken(token);
          const { role } = claimsIn(token).payload;
          claimed.set(
            claims,
            roles.find((one) => one === role),
          );
          return claims;
        },
        contextOf: (user, claims) => right.contextOf({ ...user, role: claimed.get(claims) ?? user.role }, claims),
      };
    },
  },
);
