import type { UserResponse } from '../../../../../src/accounts/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const roleRemembered = httpSaboteur(
  'role-remembered',
  {
    mistake: 'a user is read once and remembered with the role of then',
    caughtBy: [{ scenario: 'ACCESS-11', message: /the first request after the role became admin: 403 instead of 200/ }],
  },
  {
    checks: (right) => {
      const remembered = new Map<string, UserResponse>();
      return {
        findUser: async (claims, bounds) => {
          const user = remembered.get(claims.userId) ?? (await right.findUser(claims, bounds));
          remembered.set(claims.userId, user);
          return user;
        },
      };
    },
  },
);
