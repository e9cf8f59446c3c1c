import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpService, Scenario } from '../contract/index.ts';
import {
  type World,
  changesBetween,
  claimsOf,
  demandNone,
  httpOf,
  observe,
  requestBy,
  requestOf,
  settleWorld,
  signToken,
} from '../http/index.ts';

/** Whatever a request says of itself: the system's context is made in the service's own code only, and cannot be told. */
export const noRequestIsTheSystem: Scenario = {
  id: 'ACCESS-12',
  title: 'MUST take no request for the system, whatever it claims',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const world = await settleWorld(http);
    const { tenant, bystander } = world.home;
    const id = randomUUID();
    await http.insert({
      nodes: [{ id, tenantId: tenant.id, kind: 'post', status: 'published', authorId: bystander.id }],
    });
    const call = { method: 'PATCH', path: `/api/content/nodes/${id}`, body: { position: 9 }, version: 1 };
    const before = await observe(subject);
    const findings: string[] = [];
    for (const [name, request] of claimsToBeTheSystem(http, world, call)) {
      report.count('requests');
      const { status } = await http.send(request);
      if (status !== 403) findings.push(`a customer with ${name}: ${status} instead of 403`);
    }
    const program = { kind: 'system', role: null, userId: null, tenantId: tenant.id } as const;
    const { status } = await http.sendAs(program, requestBy({ tenant, token: 'program' }, call));
    report.count('requests');
    if (status !== 403) findings.push(`a context that merely says system: ${status} instead of 403`);
    const changes = changesBetween(before, await observe(subject));
    demandNone([...findings, ...changes.map(({ what }) => `the system's permission was used: ${what} changed`)]);
  },
};

function claimsToBeTheSystem(
  http: HttpService,
  { home: { tenant, users } }: World,
  call: Parameters<typeof requestOf>[2],
): [string, HttpRequest][] {
  const right = requestOf(http, users.customer, call);
  const context = JSON.stringify({ kind: 'system', role: 'super_admin', userId: null, tenantId: tenant.id });
  const system = { kind: 'system', role: 'super_admin', is_system: true, scope: 'all', permissions: ['*'] };
  const token = signToken(http.tokens, { ...claimsOf(users.customer, http.tokens), ...system });
  const headers = {
    'x-security-context': context,
    'x-kind': 'system',
    'x-role': 'super_admin',
    'x-user-role': 'super_admin',
    'x-user-id': users.super_admin.id,
    'x-actor-id': users.super_admin.id,
    'x-internal-request': 'true',
    'x-forwarded-for': '127.0.0.1',
    cookie: 'role=super_admin; kind=system',
  };
  return [
    ['the claims of the system in its token', requestBy({ tenant, token }, call)],
    ["the system's headers", { ...right, headers: { ...right.headers, ...headers } }],
    [
      'a context in the query',
      { ...right, path: `${right.path}?kind=system&role=super_admin&securityContext=${encodeURIComponent(context)}` },
    ],
  ];
}
