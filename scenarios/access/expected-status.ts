import type { NodeSeed, RoleName } from '../contract/index.ts';
import { type Action, type Kind, type Resource, kinds, reachOf, resourceOfKind } from './policy-table.ts';

/** The row that a request names, as its caller stands to it. */
export interface NamedNode extends Pick<NodeSeed, 'status' | 'isDeleted'> {
  readonly kind: Kind;
  readonly isOwn: boolean;
}

/** Whether the role may do that with a row that is its own or is not. */
export function allows(role: RoleName, resource: Resource, action: Action, isOwn: boolean): boolean {
  const reach = reachOf(role, resource, action);
  return reach === 'all' || (reach === 'own' && isOwn);
}

/** Whether the role may do that with some node at all. */
export function allowsSomeNode(role: RoleName, action: Action): boolean {
  return kinds.some((kind) => reachOf(role, resourceOfKind[kind], action) !== 'none');
}

/** Whether the role finds the node: what is not published shows itself to who may update it, what is deleted to nobody. */
export function isShown(role: RoleName, { kind, status, isDeleted, isOwn }: NamedNode): boolean {
  if (isDeleted === true || !allows(role, resourceOfKind[kind], 'read', isOwn)) return false;
  return status === 'published' || allows(role, resourceOfKind[kind], 'update', isOwn);
}

/** The status for reading this node, `undefined` standing for one that the caller's tenant does not have. */
export function statusOfReading(role: RoleName, node: NamedNode | undefined): number {
  if (!allowsSomeNode(role, 'read')) return 403;
  if (node === undefined || node.isDeleted === true) return 404;
  const mayUpdate = allows(role, resourceOfKind[node.kind], 'update', node.isOwn);
  if (node.status !== 'published' && !mayUpdate) return 404;
  return allows(role, resourceOfKind[node.kind], 'read', node.isOwn) ? 200 : 403;
}

/** The status for a write to this node that nothing but a permission or an absence can refuse. */
export function statusOfWriting(
  role: RoleName,
  action: Action,
  node: NamedNode | undefined,
  { success, findsDeleted }: { readonly success: number; readonly findsDeleted: boolean },
): number {
  if (!allowsSomeNode(role, action)) return 403;
  if (node === undefined || (node.isDeleted === true && !findsDeleted)) return 404;
  return allows(role, resourceOfKind[node.kind], action, node.isOwn) ? success : 403;
}
