import { type SecurityContext, authorize } from '../access/index.ts';
import { lockNode, permissionOn } from './lock-node.ts';
import { eventsOfUpdate } from './node-events.ts';
import type { NodeResponse } from './node-response.ts';
import { type NodeDependencies, runOperation } from './operation.ts';
import { parseParts } from '../input/index.ts';
import { planUpdate } from './plan-update.ts';
import { type UpdateNodeInput, updateNodeSchema } from './update-input.ts';
import { rewriteNode, writeBodies, writeTranslations } from './write-node.ts';
import { type WriteOptions, writeTargetSchema } from './write-options.ts';

export async function updateNode(
  dependencies: NodeDependencies,
  context: SecurityContext,
  id: string,
  input: UpdateNodeInput,
  options: WriteOptions,
): Promise<NodeResponse> {
  const { target, patch } = parseParts({ target: writeTargetSchema, patch: updateNodeSchema }, 'node update', {
    target: { id, expectedVersion: options.expectedVersion },
    patch: input,
  });
  return runOperation(dependencies, context, options, async (work) => {
    const node = await lockNode(work, { ...target, action: 'update' });
    // Nobody gives a node to an author whose nodes are out of the caller's reach.
    const { authorId = node.authorId } = patch;
    authorize(context, permissionOn(node, 'update'), { ownerId: authorId });
    const plan = planUpdate(node, patch, work.now());
    if (plan === undefined) return node;
    await rewriteNode(work, plan.next, plan.columns);
    await writeTranslations(work, node, plan.translations);
    await writeBodies(work, node, plan.bodies);
    await work.publish(...eventsOfUpdate(plan));
    return plan.next;
  });
}
