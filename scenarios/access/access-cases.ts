import { randomUUID } from 'node:crypto';
import type { HttpService, NodeSeed, UserSeed } from '../contract/index.ts';
import { type World, newUser } from '../http/index.ts';
import { type AccessCase, type Caller, callersOf, caseOf } from './access-case.ts';
import { allows, allowsSomeNode } from './expected-status.ts';
import { type GovernedRoute, type Rule, governedRoutes } from './governed-routes.ts';
import { nodeCases } from './node-cases.ts';
import { kinds, resourceOfKind } from './policy-table.ts';

interface Asked {
  readonly http: HttpService;
  readonly world: World;
  readonly caller: Caller;
  readonly governed: GovernedRoute;
}

interface Cases {
  readonly cases: readonly AccessCase[];
  readonly nodes?: readonly NodeSeed[];
  readonly users?: readonly UserSeed[];
}

/** Every caller on every route; commits the rows that the requests name. */
export async function prepareCases(http: HttpService, world: World): Promise<AccessCase[]> {
  const built = callersOf(world).flatMap((caller) =>
    governedRoutes.map((governed) => casesOfRoute({ http, world, caller, governed })),
  );
  await http.insert({
    users: built.flatMap(({ users = [] }) => users),
    nodes: built.flatMap(({ nodes = [] }) => nodes),
  });
  return built.flatMap(({ cases }) => cases);
}

function casesOfRoute(asked: Asked): Cases {
  const { rule, success } = asked.governed;
  switch (rule.by) {
    case 'nothing':
      return { cases: [caseOf(asked, { mark: randomUUID(), about: '', expected: () => success })] };
    case 'any-node':
      return {
        cases: [
          caseOf(asked, {
            mark: randomUUID(),
            about: '',
            expected: (role) => (allowsSomeNode(role, rule.action) ? success : 403),
          }),
        ],
      };
    case 'new-node':
      return { cases: kinds.map((kind) => newNodeCase(asked, kind)) };
    case 'node':
      return nodeCases(asked, rule);
    case 'resource':
      return resourceCases(asked, rule);
  }
}

function newNodeCase(asked: Asked, kind: keyof typeof resourceOfKind): AccessCase {
  const mark = randomUUID();
  return caseOf(asked, {
    mark,
    about: `of a ${kind}`,
    permission: `${resourceOfKind[kind]}:create`,
    body: { kind, translations: [{ locale: 'en', title: 'New', slug: `new-${mark}` }] },
    expected: (role) => (allows(role, resourceOfKind[kind], 'create', true) ? asked.governed.success : 403),
  });
}

/** A row of the home tenant, of another one, and none. Who may manage tenants may address every tenant. */
function resourceCases(asked: Asked, rule: Extract<Rule, { by: 'resource' }>): Cases {
  const { world, governed } = asked;
  const one = (mark: string, about: string, found: number): AccessCase =>
    caseOf(asked, {
      mark,
      about,
      permission: `${rule.resource}:${rule.action}`,
      ...(rule.body === undefined ? {} : { body: rule.body(`new-${mark}`) }),
      expected: (role) => (allows(role, rule.resource, rule.action, false) ? found : 403),
    });
  const { success } = governed;
  if (rule.of === undefined) return { cases: [one(randomUUID(), '', success)] };
  const absent = one(randomUUID(), `of a ${rule.of} that is not there`, 404);
  if (rule.of === 'tenant') {
    const home = one(world.home.tenant.id, 'of their own', success);
    return { cases: [home, one(world.foreign.tenant.id, 'of another', success), absent] };
  }
  const users = [newUser(world.home.tenant), newUser(world.foreign.tenant)] as const;
  return {
    users,
    cases: [one(users[0].id, 'of a user', success), one(users[1].id, 'of a user of another tenant', 404), absent],
  };
}
