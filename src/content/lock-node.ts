import { type Action, type Permission, authorize, isAllowed, resourceOfKind } from '../access/index.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors/index.ts';
import type { NodeResponse } from './node-response.ts';
import type { NodeWork } from './operation.ts';
import { readNode } from './read-node.ts';

/** The permission that an action on this node takes. */
export function permissionOn({ kind }: Pick<NodeResponse, 'kind'>, action: Action): Permission {
  return `${resourceOfKind[kind]}:${action}`;
}

export interface LockRequest {
  readonly id: string;
  readonly expectedVersion: number;
  readonly action: Action;
  /** A deletion excludes children that are being created; other writes let them pass. */
  readonly excludesChildren?: boolean;
  /** Whether a deleted node is found, too. */
  readonly alsoDeleted?: boolean;
}

/**
 * Locks the tenant's node against other writers and reads it; nothing is written for a caller without the permission or with an
 * old version, and nothing is locked for one without the permission.
 */
export async function lockNode(work: NodeWork, request: LockRequest): Promise<NodeResponse> {
  const { id, expectedVersion } = request;
  const { Node, transaction, context, database } = work;
  const { tenantId } = context;
  const attributes = ['kind', 'authorId', 'deletedAt'] as const;
  judge(context, request, await Node.findOne({ attributes: [...attributes], where: { id, tenantId }, transaction }));
  // Two statements: one that waited for the lock would see the node of now with the translations of before.
  const lock = request.excludesChildren === true ? transaction.LOCK.UPDATE : transaction.LOCK.NO_KEY_UPDATE;
  const row = await Node.findOne({ attributes: ['id'], where: { id, tenantId }, lock, transaction });
  // What was read before the lock may have changed.
  const node = judge(context, request, row && (await readNode(database, tenantId, id, transaction)));
  if (node.version !== expectedVersion) throw concurrentModification(id, expectedVersion);
  return node;
}

/** The node, if it is there for the request and the caller has the permission on it. */
function judge<T extends Pick<NodeResponse, 'kind' | 'authorId' | 'deletedAt'>>(
  context: NodeWork['context'],
  { id, action, alsoDeleted = false }: LockRequest,
  node: T | null | undefined,
): T {
  if (node === null || node === undefined || (node.deletedAt !== null && !alsoDeleted)) throw nodeNotFound(id);
  authorize(context, permissionOn(node, action), { ownerId: node.authorId });
  return node;
}

/** Keeps a parent from being deleted until this transaction ends; a `ValidationError` when the caller could not read it. */
export async function lockParent(work: NodeWork, parentId: string): Promise<void> {
  const { Node, transaction, context } = work;
  const parent = await Node.findOne({
    attributes: ['kind', 'status', 'authorId'],
    where: { id: parentId, tenantId: context.tenantId, deletedAt: null },
    lock: transaction.LOCK.KEY_SHARE,
    transaction,
  });
  if (parent !== null && isVisible(work.context, parent)) return;
  throw new ValidationError('node', [{ path: 'parentId', message: 'names no node of this tenant' }]);
}

/** Whether the caller may read the node: what is not published is shown only to who may update it. */
function isVisible(context: NodeWork['context'], node: Pick<NodeResponse, 'kind' | 'status' | 'authorId'>): boolean {
  const owned = { ownerId: node.authorId };
  if (!isAllowed(context, permissionOn(node, 'read'), owned)) return false;
  return node.status === 'published' || isAllowed(context, permissionOn(node, 'update'), owned);
}

export function nodeNotFound(id: string): NotFoundError {
  return new NotFoundError(`There is no node ${id}`);
}

export function concurrentModification(id: string, expectedVersion: number): ConflictError {
  return new ConflictError(
    'CONCURRENT_MODIFICATION',
    `Node ${id} is no longer at version ${expectedVersion}: read it again and repeat the change`,
  );
}
