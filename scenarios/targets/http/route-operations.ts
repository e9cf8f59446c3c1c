import { randomUUID } from 'node:crypto';
import type { JsonValue, Operation } from '../../contract/index.ts';
import { changeOf, newNode } from '../node-input.ts';
import type { RouteCall, SendCall, Written } from './route-client.ts';

type Step = 'publish' | 'unpublish' | 'archive' | 'unarchive' | 'delete' | 'restore';

/** What has been done to a node before each step. */
const historyOf: Readonly<Record<Step, readonly Step[]>> = {
  publish: [],
  unpublish: ['publish'],
  archive: ['publish'],
  unarchive: ['publish', 'archive'],
  delete: [],
  restore: ['delete'],
};

/** Every route that writes, as an operation of its name. */
export function routeOperations(send: SendCall): Record<string, Operation> {
  return { ...nodeRoutes(send), ...accountRoutes(send) };
}

function nodeRoutes(send: SendCall): Record<string, Operation> {
  const collection = '/api/content/nodes';
  const create = (status: 'draft' | 'published') =>
    send({ method: 'POST', path: collection, body: { ...newNode(), status } as unknown as JsonValue });
  const step = async (name: Step, { id, version }: Written): Promise<Written> => {
    if (name !== 'delete') return send({ method: 'POST', path: `${collection}/${id}/${name}`, version });
    await send({ method: 'DELETE', path: `${collection}/${id}`, version });
    return { id, version: entityTagAfter(version) };
  };
  const prepare = async (history: readonly Step[]): Promise<JsonValue> => {
    let node = await create('draft');
    for (const name of history) node = await step(name, node);
    return { ...node };
  };
  const steps = Object.entries(historyOf).map(([name, history]): [string, Operation] => [
    name === 'delete' ? `DELETE ${collection}/:id` : `POST ${collection}/:id/${name}`,
    { mutates: true, prepare: () => prepare(history), call: (input) => step(name as Step, writtenIn(input)) },
  ]);
  return {
    [`POST ${collection}`]: { mutates: true, prepare: async () => null, call: () => create('published') },
    [`PATCH ${collection}/:id`]: {
      mutates: true,
      prepare: () => prepare([]),
      call: (input) => {
        const { id, version } = writtenIn(input);
        return send({ method: 'PATCH', path: `${collection}/${id}`, version, body: changeOf(id) as JsonValue });
      },
    },
    ...Object.fromEntries(steps),
  };
}

function accountRoutes(send: SendCall): Record<string, Operation> {
  const routesOf = (path: string, as: NonNullable<RouteCall['as']>, body: () => JsonValue, patch: JsonValue) => {
    const create = () => send({ method: 'POST', path, as, body: body() });
    return {
      [`POST ${path}`]: { mutates: true, prepare: async () => null, call: create },
      [`PATCH ${path}/:id`]: {
        mutates: true,
        prepare: async () => ({ ...(await create()) }),
        call: (input: JsonValue) => send({ method: 'PATCH', path: `${path}/${writtenIn(input).id}`, as, body: patch }),
      },
    };
  };
  return {
    ...routesOf('/api/tenants', 'super_admin', () => ({ name: 'A tenant', slug: `tenant-${randomUUID()}` }), {
      name: 'Renamed',
    }),
    ...routesOf('/api/users', 'admin', () => ({ email: `${randomUUID()}@example.com`, role: 'customer' }), {
      role: 'manager',
      status: 'inactive',
    }),
  };
}

function writtenIn(input: JsonValue): Written {
  return input as unknown as Written;
}

/** A DELETE has no body and no tag in its answer; it adds one to the version. */
function entityTagAfter(tag: string): string {
  return `"${Number(tag.replaceAll('"', '')) + 1}"`;
}
