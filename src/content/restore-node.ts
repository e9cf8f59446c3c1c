import type { SecurityContext } from '../access/index.ts';
import { ConflictError } from '../errors/index.ts';
import { lockNode } from './lock-node.ts';
import { nodeCreated } from './node-events.ts';
import type { NodeResponse } from './node-response.ts';
import { type NodeDependencies, type NodeWork, runOperation } from './operation.ts';
import { parseInput } from '../input/index.ts';
import { afterRestoration } from './transitions.ts';
import { rewriteNode } from './write-node.ts';
import { type WriteOptions, writeTargetSchema } from './write-options.ts';

export async function restoreNode(
  dependencies: NodeDependencies,
  context: SecurityContext,
  id: string,
  options: WriteOptions,
): Promise<NodeResponse> {
  const target = parseInput(writeTargetSchema, 'restoration', { id, expectedVersion: options.expectedVersion });
  return runOperation(dependencies, context, options, async (work) => {
    const node = await lockNode(work, { ...target, action: 'delete', alsoDeleted: true });
    const next = afterRestoration(node, work.now());
    await refuseDeletedParent(work, node);
    await rewriteNode(work, next, { status: next.status, publishedAt: null, deletedAt: null });
    await work.publish(nodeCreated(next));
    return next;
  });
}

/** The parent stays locked against its deletion, so that no live node is left under a deleted one. */
async function refuseDeletedParent({ Node, transaction }: NodeWork, node: NodeResponse): Promise<void> {
  if (node.parentId === null) return;
  const parent = await Node.findOne({
    attributes: ['id'],
    where: { tenantId: node.tenantId, id: node.parentId, deletedAt: null },
    lock: transaction.LOCK.KEY_SHARE,
    transaction,
  });
  if (parent !== null) return;
  throw new ConflictError('PARENT_DELETED', `Node ${node.id} lies under a deleted one: restore ${node.parentId} first`);
}
