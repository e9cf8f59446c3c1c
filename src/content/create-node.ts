import { type SecurityContext, authorize } from '../access/index.ts';
import { type CreateNodeInput, createNodeSchema } from './create-input.ts';
import { claimKey } from './idempotency.ts';
import { lockParent, permissionOn } from './lock-node.ts';
import { newNode } from './new-node.ts';
import { nodeCreated, nodePublished } from './node-events.ts';
import type { NodeResponse } from './node-response.ts';
import { type NodeDependencies, runOperation } from './operation.ts';
import { parseParts } from '../input/index.ts';
import { insertNode } from './write-node.ts';
import { type CreateOptions, idempotencyKeySchema } from './write-options.ts';

export async function createNode(
  dependencies: NodeDependencies,
  context: SecurityContext,
  input: CreateNodeInput,
  options: CreateOptions,
): Promise<NodeResponse> {
  const { input: parsed, key } = parseParts({ input: createNodeSchema, key: idempotencyKeySchema }, 'node', {
    input,
    key: options,
  });
  const { idempotencyKey } = key;
  const authorId = parsed.authorId === undefined ? context.userId : parsed.authorId;
  authorizeCreation(context, { ...parsed, authorId });

  return runOperation(dependencies, context, options, async (work) => {
    const { tenantId } = context;
    const node = newNode(parsed, { id: work.ids.next(), tenantId, authorId, now: work.now() });
    if (idempotencyKey !== undefined) {
      const request = { operation: 'create', callerId: context.userId, input: { ...parsed, authorId } };
      const first = await claimKey(work, idempotencyKey, request, node);
      if (first.id !== node.id) return first;
    }
    if (node.parentId !== null) await lockParent(work, node.parentId);
    await insertNode(work, node);
    await work.publish(nodeCreated(node), ...(node.status === 'published' ? [nodePublished(node)] : []));
    return node;
  });
}

/** Publishing at once, or in another's name, takes the permission that doing so afterwards would take. */
function authorizeCreation(context: SecurityContext, node: Pick<NodeResponse, 'kind' | 'authorId' | 'status'>): void {
  const owned = { ownerId: node.authorId };
  authorize(context, permissionOn(node, 'create'), owned);
  if (node.status === 'published' || node.authorId !== context.userId) {
    authorize(context, permissionOn(node, 'update'), owned);
  }
}
