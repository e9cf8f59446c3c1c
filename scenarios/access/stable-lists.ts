import { randomUUID } from 'node:crypto';
import type { HttpService, NodeSeed, Reporter, Scenario, UserSeed } from '../contract/index.ts';
import { clipped, demandNone, httpOf, newUser, requestOf, settleWorld } from '../http/index.ts';

const pageSize = 5;
const rowCount = 23;

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly total: number;
}

/** Page after page, every row once, in the order of creation; rows of the same moment in that of their ids. */
export const stableLists: Scenario = {
  id: 'ACCESS-15',
  title: 'MUST list in the order of creation and id, each row on one page',
  needs: ['routes'],
  run: async (subject, report) => {
    const http = httpOf(subject);
    const { home } = await settleWorld(http);
    const nodes = Array.from({ length: rowCount }, (_, index): NodeSeed & { readonly createdAt: string } => ({
      id: randomUUID(),
      tenantId: home.tenant.id,
      kind: 'page',
      status: 'published',
      authorId: null,
      // Three of the same millisecond each, and the newest first.
      createdAt: new Date(Date.UTC(2026, 0, 1) - 1_000 * Math.floor(index / 3)).toISOString(),
    }));
    const users = Array.from({ length: rowCount }, () => newUser(home.tenant));
    await http.insert({ nodes, users });
    const due = nodes.toSorted((a, b) => compare(a.createdAt, b.createdAt) || compare(a.id, b.id)).map(({ id }) => id);
    const { super_admin: user } = home.users;
    const paged = await everyPage(http, report, user, '/api/content/nodes');
    const tenantsUsers = [...Object.values(home.users), home.bystander, ...users].map(({ id }) => id);
    demandNone([
      ...(paged.join() === due.join()
        ? []
        : [`nodes are listed as ${clipped(paged.join())}, not ${clipped(due.join())}`]),
      ...(await eachOnce(http, report, user, '/api/users', tenantsUsers)),
    ]);
  },
};

/** Rows whose time of creation we did not choose: complete, without repetition. */
async function eachOnce(
  http: HttpService,
  report: Reporter,
  user: UserSeed,
  path: string,
  due: readonly string[],
): Promise<string[]> {
  const listed = await everyPage(http, report, user, path);
  const isRight = listed.toSorted().join() === due.toSorted().join();
  return isRight
    ? []
    : [`GET ${path} lists ${listed.length} rows, of ${new Set(listed).size} ids, instead of ${due.length}`];
}

async function everyPage(http: HttpService, report: Reporter, user: UserSeed, path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let page = 1; ; page += 1) {
    report.count('requests');
    const request = requestOf(http, user, { method: 'GET', path: `${path}?page=${page}&pageSize=${pageSize}` });
    const answer = await http.send(request);
    const { items, total } = JSON.parse(answer.body) as Page;
    ids.push(...items.map(({ id }) => id));
    if (page * pageSize >= total || items.length === 0) return ids;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
