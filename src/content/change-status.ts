import type { SecurityContext } from '../access/index.ts';
import { lockNode } from './lock-node.ts';
import { eventsOfTransition } from './node-events.ts';
import type { NodeResponse } from './node-response.ts';
import { type NodeDependencies, runOperation } from './operation.ts';
import { parseInput } from '../input/index.ts';
import { type Transition, afterTransition } from './transitions.ts';
import { rewriteNode } from './write-node.ts';
import { type WriteOptions, writeTargetSchema } from './write-options.ts';

export async function changeStatus(
  dependencies: NodeDependencies,
  context: SecurityContext,
  id: string,
  transition: Transition,
  options: WriteOptions,
): Promise<NodeResponse> {
  const target = parseInput(writeTargetSchema, transition, { id, expectedVersion: options.expectedVersion });
  return runOperation(dependencies, context, options, async (work) => {
    const node = await lockNode(work, { ...target, action: 'update' });
    const next = afterTransition(node, transition, work.now());
    await rewriteNode(work, next, { status: next.status, publishedAt: next.publishedAt });
    await work.publish(...eventsOfTransition(next, transition));
    return next;
  });
}
