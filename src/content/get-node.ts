import { type SecurityContext, authorize, isAllowed } from '../access/index.ts';
import { withinDeadline } from '../database/index.ts';
import { nodeNotFound, permissionOn } from './lock-node.ts';
import type { NodeResponse } from './node-response.ts';
import type { NodeDependencies } from './operation.ts';
import { parseInput } from '../input/index.ts';
import { readNode } from './read-node.ts';
import { type OperationOptions, nodeIdSchema } from './write-options.ts';

export async function getNode(
  { database }: NodeDependencies,
  context: SecurityContext,
  givenId: string,
  options: OperationOptions,
): Promise<NodeResponse> {
  const { id } = parseInput(nodeIdSchema, 'node id', { id: givenId });
  const read = () => readNode(database, context.tenantId, id);
  const node = await withinDeadline(database, 'Reading a node', read, options);
  if (node === undefined || node.deletedAt !== null) throw nodeNotFound(id);
  const owned = { ownerId: node.authorId };
  const isHidden = node.status !== 'published' && !isAllowed(context, permissionOn(node, 'update'), owned);
  if (isHidden) throw nodeNotFound(id);
  authorize(context, permissionOn(node, 'read'), owned);
  return node;
}
