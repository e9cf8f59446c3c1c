import { httpSaboteur } from '../http-saboteur.ts';

export const bannedUserServed = httpSaboteur(
  'banned-user-served',
  {
    mistake: 'inactive users are refused, banned ones are forgotten',
    caughtBy: [
      { scenario: 'ACCESS-9', message: /the banned super_admin: GET \/api\/content\/nodes: 200 instead of 403/ },
    ],
  },
  {
    checks: (right) => ({
      checkUserStatus: (user) => {
        if (user.status !== 'banned') right.checkUserStatus(user);
      },
    }),
  },
);
