import { randomUUID } from 'node:crypto';
import type { HttpService, NodeSeed, UserSeed } from '../contract/index.ts';
import type { World } from '../http/index.ts';
import { type AccessCase, type Caller, caseOf } from './access-case.ts';
import { type NamedNode, statusOfReading, statusOfWriting } from './expected-status.ts';
import type { GovernedRoute, Rule } from './governed-routes.ts';
import { type Kind, kinds, resourceOfKind } from './policy-table.ts';

interface Asked {
  readonly http: HttpService;
  readonly world: World;
  readonly caller: Caller;
  readonly governed: GovernedRoute;
}

type NodeState = Pick<NodeSeed, 'status' | 'isDeleted'>;

const everyState: readonly NodeState[] = [
  { status: 'draft' },
  { status: 'published' },
  { status: 'archived' },
  { status: 'published', isDeleted: true },
];

/** A request for a node of every kind, owner and state, of another tenant and of none; and the nodes to be there. */
export function nodeCases(
  asked: Asked,
  rule: Extract<Rule, { by: 'node' }>,
): { readonly cases: AccessCase[]; readonly nodes: NodeSeed[] } {
  const { world, caller } = asked;
  const named = kinds.flatMap((kind) =>
    ownersOf(kind, asked).flatMap((owner) =>
      statesOf(kind, rule).map((state) => {
        const authorId = owner?.id ?? null;
        const seed: NodeSeed = { id: randomUUID(), tenantId: world.home.tenant.id, kind, authorId, ...state };
        const node: NamedNode = { kind, ...state, isOwn: owner !== null && owner === caller.user };
        return { seed, case: nodeCase(asked, rule, seed.id, node, `of ${described(node, owner === null)}`) };
      }),
    ),
  );
  const foreign = kinds.map((kind): NodeSeed => ({
    id: randomUUID(),
    tenantId: world.foreign.tenant.id,
    kind,
    authorId: null,
    ...(rule.from ?? { status: 'published' }),
  }));
  return {
    nodes: [...named.map(({ seed }) => seed), ...foreign],
    cases: [
      ...named.map(({ case: one }) => one),
      ...foreign.map(({ id, kind }) => nodeCase(asked, rule, id, undefined, `of another tenant's ${kind}`)),
      nodeCase(asked, rule, randomUUID(), undefined, 'of a node that is not there'),
    ],
  };
}

/** Article and custom count as posts: one owner shows it. Nobody owns nothing, and is refused before any node is looked for. */
function ownersOf(kind: Kind, { caller: { user }, world: { home } }: Asked): readonly (UserSeed | null)[] {
  const countsAsAnother = kind === 'article' || kind === 'custom';
  return user === undefined || countsAsAnother ? [home.bystander] : [user, home.bystander, null];
}

/** A deleted node is found by its restoration alone. */
function statesOf(kind: Kind, { from }: Extract<Rule, { by: 'node' }>): readonly NodeState[] {
  if (from === undefined) return everyState;
  return from.isDeleted === true || kind !== 'comment' ? [from] : [from, { ...from, isDeleted: true }];
}

function nodeCase(
  asked: Asked,
  { action, body, from }: Extract<Rule, { by: 'node' }>,
  id: string,
  node: NamedNode | undefined,
  about: string,
): AccessCase {
  const { success } = asked.governed;
  const findsDeleted = from?.isDeleted === true;
  return caseOf(asked, {
    mark: id,
    about,
    ...(node === undefined ? {} : { permission: `${resourceOfKind[node.kind]}:${action}` }),
    ...(action === 'read' ? {} : { version: 1 }),
    ...(body === undefined ? {} : { body }),
    expected: (role) =>
      action === 'read' ? statusOfReading(role, node) : statusOfWriting(role, action, node, { success, findsDeleted }),
  });
}

function described({ kind, status, isDeleted, isOwn }: NamedNode, isNobodys: boolean): string {
  const owner = isOwn ? 'their own' : isNobodys ? "nobody's" : "somebody else's";
  return `${owner} ${isDeleted === true ? 'deleted' : status} ${kind}`;
}
