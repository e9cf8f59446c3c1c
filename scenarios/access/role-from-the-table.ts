import { type RoleName, type Scenario, demand } from '../contract/index.ts';
import {
  claimsOf,
  demandNone,
  httpOf,
  newUser,
  requestBy,
  requestOf,
  roleNames,
  settleWorld,
  signToken,
} from '../http/index.ts';
import { reachOf } from './policy-table.ts';

/** The token says who; what they may do is in the users table, and a change there counts from the next request on. */
export const roleFromTheTable: Scenario = {
  id: 'ACCESS-11',
  title: 'MUST read the role from the users table, not from the token',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const { home } = await settleWorld(http);
    const call = { method: 'GET', path: '/api/users' };
    const due = (role: RoleName) => (reachOf(role, 'users', 'list') === 'none' ? 403 : 200);
    const findings: string[] = [];
    for (const role of roleNames) {
      for (const claimed of roleNames) {
        const user = home.users[role];
        const claims = {
          ...claimsOf(user, http.tokens),
          role: claimed,
          roles: [claimed],
          permissions: ['users:manage'],
        };
        const request = requestBy({ tenant: home.tenant, token: signToken(http.tokens, claims) }, call);
        report.count('requests');
        const { status } = await http.send(request);
        if (status === due(role)) continue;
        findings.push(`the ${role} whose token claims ${claimed}: ${status} instead of ${due(role)}`);
      }
    }
    demandNone(findings);

    const user = newUser(home.tenant, 'customer');
    await http.insert({ users: [user] });
    const request = requestOf(http, user, call);
    for (const role of ['customer', 'admin', 'manager'] as const) {
      const change = { method: 'PATCH', path: `/api/users/${user.id}`, body: { role } };
      const changed = await http.send(requestOf(http, home.users.super_admin, change));
      demand(changed.status === 200, `changing a user's role answered ${changed.status}`);
      const { status } = await http.send(request);
      report.count('requests', 2);
      demand(
        status === due(role),
        `the first request after the role became ${role}: ${status} instead of ${due(role)}`,
      );
    }
  },
};
