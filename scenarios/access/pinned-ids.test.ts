import { expect, test } from 'vitest';
import { accessByPolicy } from './suite.ts';

test('an id keeps its meaning for ever', () => {
  expect(accessByPolicy.scenarios.map(({ id, title }) => `${id} ${title}`)).toMatchInlineSnapshot(`
    [
      "ACCESS-1 MUST serve the routes of the policy, and no others",
      "ACCESS-2 MUST refuse to start with a route that declares no access",
      "ACCESS-3 MUST answer every role on every route as the policy says",
      "ACCESS-4 MUST change no row and publish no event when it denies",
      "ACCESS-5 MUST answer for what is hidden as for what is not there",
      "ACCESS-6 MUST list to every role exactly the nodes that it may read",
      "ACCESS-7 MUST let own scope reach the caller's rows alone, never by two nulls",
      "ACCESS-8 MUST answer 401 to every token that proves nothing",
      "ACCESS-9 MUST refuse another tenant's token, and users who are not active",
      "ACCESS-10 MUST check tenant, token, the token's tenant, the user's status, permission, in this order",
      "ACCESS-11 MUST read the role from the users table, not from the token",
      "ACCESS-12 MUST take no request for the system, whatever it claims",
      "ACCESS-13 MUST answer HEAD as GET, without the body",
      "ACCESS-14 MUST show the public a tenant's id, slug, name and default locale, and no more",
      "ACCESS-15 MUST list in the order of creation and id, each row on one page",
      "ACCESS-16 MUST judge every request of a connection by itself",
    ]
  `);
});

test('every scenario is caught failing by at least one saboteur', async () => {
  const saboteurs = await accessByPolicy.saboteurs();
  const covered = new Set(saboteurs.flatMap(({ caughtBy }) => caughtBy.map(({ scenario }) => scenario)));
  expect(accessByPolicy.scenarios.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});
