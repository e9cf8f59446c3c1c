import type { SecurityContext } from '../../../../../src/access/index.ts';
import type { UserResponse } from '../../../../../src/accounts/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const permissionBeforeStatus = httpSaboteur(
  'permission-before-status',
  {
    mistake: "a banned user's permission is checked before the ban",
    caughtBy: [
      {
        scenario: 'ACCESS-10',
        message: /with status banned, permission denied: "FORBIDDEN" .*instead of "USER_NOT_ACTIVE"/,
      },
    ],
  },
  {
    checks: (right) => {
      const unchecked = new WeakMap<SecurityContext, UserResponse>();
      return {
        checkUserStatus: () => undefined,
        contextOf: (user, claims) => {
          const context = right.contextOf(user, claims);
          unchecked.set(context, user);
          return context;
        },
        checkPermission: (context, anyOf) => {
          right.checkPermission(context, anyOf);
          const user = unchecked.get(context);
          if (user !== undefined) right.checkUserStatus(user);
        },
      };
    },
  },
);
