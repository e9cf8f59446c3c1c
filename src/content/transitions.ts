import { ConflictError } from '../errors/index.ts';
import type { NodeStatus } from './field-schemas.ts';
import type { NodeResponse } from './node-response.ts';

/** The operations that change nothing but the status. */
export const transitions = {
  publish: { from: 'draft', to: 'published' },
  unpublish: { from: 'published', to: 'draft' },
  archive: { from: 'published', to: 'archived' },
  unarchive: { from: 'archived', to: 'draft' },
} as const satisfies Record<string, { from: NodeStatus; to: NodeStatus }>;

export type Transition = keyof typeof transitions;

/** The node after the transition; a status that it does not start from is an `INVALID_TRANSITION` conflict. */
export function afterTransition(node: NodeResponse, transition: Transition, now: string): NodeResponse {
  const { from, to } = transitions[transition];
  if (node.status !== from) throw invalidTransition(node.id, transition, `it is ${node.status}, not ${from}`);
  return { ...rewritten(node, now), status: to, publishedAt: to === 'published' ? now : null };
}

/** The node after its deletion: everything stays but the mark. */
export function afterDeletion(node: NodeResponse, now: string): NodeResponse {
  return { ...rewritten(node, now), deletedAt: now };
}

/** The node after it was restored: a draft again; a node that is not deleted is an `INVALID_TRANSITION` conflict. */
export function afterRestoration(node: NodeResponse, now: string): NodeResponse {
  if (node.deletedAt === null) throw invalidTransition(node.id, 'restore', 'it is not deleted');
  return { ...rewritten(node, now), status: 'draft', publishedAt: null, deletedAt: null };
}

function rewritten(node: NodeResponse, now: string): NodeResponse {
  return { ...node, version: node.version + 1, updatedAt: now };
}

function invalidTransition(id: string, operation: string, reason: string): ConflictError {
  return new ConflictError('INVALID_TRANSITION', `Node ${id} cannot be subject to ${operation}: ${reason}`);
}
