import type { SecurityContext } from '../access/index.ts';
import { ConflictError } from '../errors/index.ts';
import { lockNode } from './lock-node.ts';
import { nodeDeleted } from './node-events.ts';
import type { NodeResponse } from './node-response.ts';
import { type NodeDependencies, type NodeWork, runOperation } from './operation.ts';
import { parseInput } from '../input/index.ts';
import { afterDeletion } from './transitions.ts';
import { rewriteNode } from './write-node.ts';
import { type WriteOptions, writeTargetSchema } from './write-options.ts';

export async function deleteNode(
  dependencies: NodeDependencies,
  context: SecurityContext,
  id: string,
  options: WriteOptions,
): Promise<NodeResponse> {
  const target = parseInput(writeTargetSchema, 'deletion', { id, expectedVersion: options.expectedVersion });
  return runOperation(dependencies, context, options, async (work) => {
    const node = await lockNode(work, { ...target, action: 'delete', excludesChildren: true });
    await refuseLiveChildren(work, node);
    const next = afterDeletion(node, work.now());
    await rewriteNode(work, next, { deletedAt: next.deletedAt });
    await work.publish(nodeDeleted(next));
    return next;
  });
}

async function refuseLiveChildren({ Node, transaction }: NodeWork, { id, tenantId }: NodeResponse): Promise<void> {
  const child = await Node.findOne({
    attributes: ['id'],
    where: { tenantId, parentId: id, deletedAt: null },
    transaction,
  });
  if (child !== null) throw new ConflictError('HAS_CHILDREN', `Node ${id} has children: delete them first`);
}
