import { randomUUID } from 'node:crypto';
import type { HttpAnswer, NodeSeed, Scenario } from '../contract/index.ts';
import { demandNone, httpOf, requestOf, roleNames, sendAll, settleWorld } from '../http/index.ts';
import { type NamedNode, isShown } from './expected-status.ts';
import { kinds } from './policy-table.ts';

const states = [
  { status: 'draft' },
  { status: 'published' },
  { status: 'archived' },
  { status: 'published', isDeleted: true },
] as const;

/** A list is a way to read: it shows no draft, no other tenant's node and no deleted one to who could not read it, and hides none. */
export const listShowsWhatReadingShows: Scenario = {
  id: 'ACCESS-6',
  title: 'MUST list to every role exactly the nodes that it may read',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const { home, foreign } = await settleWorld(http);
    const nodes = kinds.flatMap((kind) =>
      states.flatMap((state) =>
        [home.users.customer, home.bystander, undefined, foreign.users.admin].map((author): NodeSeed => ({
          id: randomUUID(),
          tenantId: author?.tenantId ?? home.tenant.id,
          kind,
          authorId: author?.id ?? null,
          ...state,
        })),
      ),
    );
    await http.insert({ nodes });
    const listings = roleNames.flatMap((role) =>
      ['', ...kinds.map((kind) => `&kind=${kind}`), '&status=draft', `&authorId=${home.bystander.id}`].map((filter) => {
        const user = home.users[role];
        const path = `/api/content/nodes?pageSize=100${filter}`;
        return { role, user, filter, path, request: requestOf(http, user, { method: 'GET', path }) };
      }),
    );
    const answered = await sendAll(http, report, listings);
    demandNone(
      answered.flatMap(({ role, user, filter, path, answer }) => {
        if (answer.status !== 200) return [`${role}: GET ${path}: ${answer.status}`];
        const listed = idsIn(answer);
        return nodes.flatMap((node) => {
          const named: NamedNode = { ...node, kind: node.kind as NamedNode['kind'], isOwn: node.authorId === user.id };
          const isDue = node.tenantId === home.tenant.id && passes(node, filter) && isShown(role, named);
          if (isDue === listed.has(node.id)) return [];
          const what = `a ${node.isDeleted === true ? 'deleted' : node.status} ${node.kind}`;
          return [`${role}: GET ${path} ${isDue ? 'hides' : 'shows'} ${what}${whose(node, user.id, home.tenant.id)}`];
        });
      }),
    );
  },
};

function passes({ kind, status, authorId }: NodeSeed, filter: string): boolean {
  const [name = '', value = ''] = filter.slice(1).split('=');
  const held: Readonly<Record<string, string | null>> = { kind, status, authorId };
  return name === '' || held[name] === value;
}

function whose({ authorId, tenantId }: NodeSeed, userId: string, homeId: string): string {
  if (tenantId !== homeId) return ' of another tenant';
  if (authorId === null) return ' of nobody';
  return authorId === userId ? ' of their own' : " of somebody else's";
}

function idsIn({ body }: HttpAnswer): Set<string> {
  const { items } = JSON.parse(body) as { items: readonly { id: string }[] };
  return new Set(items.map(({ id }) => id));
}
