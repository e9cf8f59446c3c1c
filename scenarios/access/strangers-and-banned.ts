import type { HttpService, Scenario, UserSeed } from '../contract/index.ts';
import {
  type Household,
  changesBetween,
  claimsOf,
  demandNone,
  httpOf,
  newUser,
  observe,
  problemFaults,
  requestBy,
  requestOf,
  roleNames,
  sendAll,
  settleWorld,
  signToken,
} from '../http/index.ts';

/** A good token is not enough: it must be of the tenant that is asked, and its user must be active now. */
export const strangersAndBanned: Scenario = {
  id: 'ACCESS-9',
  title: "MUST refuse another tenant's token, and users who are not active",
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const { home, foreign } = await settleWorld(http);
    const outcasts = roleNames.flatMap((role) =>
      (['inactive', 'banned'] as const).map((status) => newUser(home.tenant, role, status)),
    );
    await http.insert({ users: outcasts });
    const refused = [
      ...roleNames.map((role) => ({ user: foreign.users[role], who: `another tenant's ${role}` })),
      ...outcasts.map((user) => ({ user, who: `the ${user.status} ${user.role}` })),
    ];
    const items = refused.flatMap(({ user, who }) =>
      callsIn(home, user).map((call) => {
        const token = signToken(http.tokens, claimsOf(user, http.tokens));
        return { who, request: requestBy({ tenant: home.tenant, token }, call) };
      }),
    );
    const before = await observe(subject);
    const answered = await sendAll(http, report, items);
    const changes = changesBetween(before, await observe(subject));
    demandNone([
      ...answered.flatMap(({ who, request, answer }) => {
        const what = `${who}: ${request.method} ${request.path}`;
        if (answer.status !== 403) return [`${what}: ${answer.status} instead of 403`];
        return problemFaults(answer).map((fault) => `${what}: ${fault}`);
      }),
      ...changes.map(({ what }) => `a refused request changed ${what}`),
      ...(await bannedInBetween(http, home)),
    ]);
  },
};

/** What the role of the user may do, if it were one of this household. */
function callsIn(home: Household, { role }: UserSeed) {
  const slug = `by-${crypto.randomUUID()}`;
  const forAll = [
    { method: 'GET', path: '/api/content/nodes' },
    {
      method: 'POST',
      path: '/api/content/nodes',
      body: { kind: 'comment', translations: [{ locale: 'en', title: 'Mine', slug }] },
    },
  ];
  if (role === 'customer' || role === 'manager') return forAll;
  return [
    ...forAll,
    { method: 'GET', path: `/api/users/${home.bystander.id}` },
    { method: 'POST', path: '/api/users', body: { email: `${slug}@example.com` } },
  ];
}

/** The same token, before and after. */
async function bannedInBetween(http: HttpService, { tenant, users }: Household): Promise<string[]> {
  const user = newUser(tenant, 'manager');
  await http.insert({ users: [user] });
  const request = requestOf(http, user, { method: 'GET', path: '/api/content/nodes' });
  const call = { method: 'PATCH', path: `/api/users/${user.id}`, body: { status: 'banned' } };
  const statuses = [
    (await http.send(request)).status,
    (await http.send(requestOf(http, users.admin, call))).status,
    (await http.send(request)).status,
  ].join(', ');
  return statuses === '200, 200, 403' ? [] : [`served, banned, refused: ${statuses} instead of 200, 200, 403`];
}
