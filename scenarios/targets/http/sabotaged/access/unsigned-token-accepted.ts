import { httpSaboteur } from '../http-saboteur.ts';
import { claimsIn } from '../claims-in.ts';

export const unsignedTokenAccepted = httpSaboteur(
  'unsigned-token-accepted',
  {
    mistake: 'a token that says it is not signed is believed',
    caughtBy: [{ scenario: 'ACCESS-8', message: /GET with a token that is of the algorithm none: 200 instead of 401/ }],
  },
  {
    checks: (right) => ({
      verifyToken: async (token) => {
        const { header, payload } = claimsIn(token);
        if (header['alg'] !== 'none') return right.verifyToken(token);
        return { userId: String(payload['sub']), tenantId: String(payload['tenant_id']) };
      },
    }),
  },
);
