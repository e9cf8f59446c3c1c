import { Tokens } from '../../../../../src/http/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';
import { tokenSigning } from '../../serve-reference.ts';

// Behind by nearly two hours.
const clock = { now: () => new Date(Date.now() - 7_000_000) };

export const expiredTokenAccepted = httpSaboteur(
  'expired-token-accepted',
  {
    mistake: 'tokens are accepted for hours after they have expired',
    caughtBy: [{ scenario: 'ACCESS-8', message: /GET with a token that is expired: 200 instead of 401/ }],
  },
  {
    checks: (right) => ({
      verifyToken: async (token) => {
        try {
          return await right.verifyToken(token);
        } catch {
          return new Tokens({ ...tokenSigning, clock }).verify(token);
        }
      },
    }),
  },
);
