import { systemContext } from '../../../../../src/access/index.ts';
import type { TokenClaims } from '../../../../../src/http/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';
import { claimsIn } from '../claims-in.ts';

export const systemFromTheToken = httpSaboteur(
  'system-from-the-token',
  {
    mistake: 'a token that claims to be the system is served as the system',
    caughtBy: [
      { scenario: 'ACCESS-12', message: /a customer with the claims of the system in its token: 200 instead of 403/ },
    ],
  },
  {
    checks: (right) => {
      const systems = new WeakSet<TokenClaims>();
      return {
        verifyToken: async (token) => {
          const claims = await right.verifyToken(token);
          if (claimsIn(token).payload['kind'] === 'system') systems.add(claims);
          return claims;
        },
        contextOf: (user, claims) =>
          systems.has(claims) ? systemContext(claims.tenantId) : right.contextOf(user, claims),
      };
    },
  },
);
