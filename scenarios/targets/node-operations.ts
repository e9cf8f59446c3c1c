import { randomUUID } from 'node:crypto';
import type { CreateNodeInput, NodeResponse } from '../../src/content/index.ts';
import type { JsonValue, Operation } from '../contract/index.ts';
import { changeOf, newNode } from './node-input.ts';
import type { WiredReference } from './wire-reference.ts';
import { actor } from './world.ts';

type Transition = 'publish' | 'unpublish' | 'archive' | 'unarchive' | 'delete' | 'restore';

/** A node as a write names it. */
interface Seen {
  readonly id: string;
  readonly expectedVersion: number;
}

/** What has been done to a node before each transition. */
const historyOf: Readonly<Record<Transition, readonly Transition[]>> = {
  publish: [],
  unpublish: ['publish'],
  archive: ['publish'],
  unarchive: ['publish', 'archive'],
  delete: [],
  restore: ['delete'],
};

/** Every operation of `NodeService`. */
export function nodeOperations({ nodes, parts }: WiredReference): Record<string, Operation> {
  const act = parts.callOperation;
  const createNode = (input: CreateNodeInput) => act(() => nodes.create(actor, input));
  const transit = (transition: Transition, { id, expectedVersion }: Seen) =>
    act(() => nodes[transition](actor, id, { expectedVersion }));
  const prepareNode = async (history: readonly Transition[]): Promise<JsonValue> => {
    let node = await createNode(newNode());
    for (const transition of history) node = await transit(transition, seen(node));
    return { ...seen(node) };
  };
  const transition = (name: Transition): Operation => ({
    mutates: true,
    prepare: () => prepareNode(historyOf[name]),
    call: (input) => transit(name, input as unknown as Seen),
  });
  return {
    create: creation({}, createNode),
    createPublished: creation({ status: 'published' }, createNode),
    createWithKey: {
      mutates: true,
      isRepeatable: true,
      prepare: async () => ({ node: newNode(), idempotencyKey: randomUUID() }) as unknown as JsonValue,
      call: (input) => {
        const { node, idempotencyKey } = input as unknown as { node: CreateNodeInput; idempotencyKey: string };
        return act(() => nodes.create(actor, node, { idempotencyKey }));
      },
    },
    update: {
      mutates: true,
      prepare: () => prepareNode([]),
      call: (input) => {
        const { id, expectedVersion } = input as unknown as Seen;
        return act(() => nodes.update(actor, id, changeOf(id), { expectedVersion }));
      },
    },
    publish: transition('publish'),
    unpublish: transition('unpublish'),
    archive: transition('archive'),
    unarchive: transition('unarchive'),
    delete: transition('delete'),
    restore: transition('restore'),
    get: {
      mutates: false,
      prepare: () => prepareNode([]),
      call: (input) => act(() => nodes.get(actor, (input as unknown as Seen).id)),
    },
    list: { mutates: false, prepare: () => prepareNode([]), call: () => act(() => nodes.list(actor, {})) },
  };
}

function creation(
  overrides: Partial<CreateNodeInput>,
  call: (input: CreateNodeInput) => Promise<NodeResponse>,
): Operation {
  return {
    mutates: true,
    prepare: async () => ({ ...newNode(), ...overrides }) as unknown as JsonValue,
    call: (input) => call(input as unknown as CreateNodeInput),
  };
}

function seen({ id, version }: NodeResponse): Seen {
  return { id, expectedVersion: version };
}
