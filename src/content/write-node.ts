import type { LocaleChange } from './merge-by-locale.ts';
import { concurrentModification } from './lock-node.ts';
import type { NodeBody, NodeResponse, NodeTranslation } from './node-response.ts';
import type { NodeWork } from './operation.ts';

/** Writes the rows of a new node, translations and bodies in the order of their locales. */
export async function insertNode(work: NodeWork, node: NodeResponse): Promise<void> {
  const { translations, bodies, ...columns } = node;
  await work.Node.create(columns, { transaction: work.transaction });
  await writeTranslations(work, node, translations.map(added));
  await writeBodies(work, node, bodies.map(added));
}

/** Writes a node's own columns and its next version, if the database still holds the version before; else it is a conflict. */
export async function rewriteNode(
  work: NodeWork,
  next: NodeResponse,
  columns: Partial<Omit<NodeResponse, 'translations' | 'bodies'>>,
): Promise<void> {
  const { id, tenantId, version, updatedAt } = next;
  const [written] = await work.Node.update(
    { ...columns, version, updatedAt },
    { where: { id, tenantId, version: version - 1 }, transaction: work.transaction },
  );
  if (written !== 1) throw concurrentModification(id, version - 1);
}

export async function writeTranslations(
  { NodeTranslation: Translation, ids, transaction }: NodeWork,
  { id: nodeId, tenantId }: NodeResponse,
  changes: readonly LocaleChange<NodeTranslation>[],
): Promise<void> {
  for (const { locale, before, after } of changes) {
    const where = { nodeId, locale };
    if (after === undefined) await Translation.destroy({ where, transaction });
    else if (before !== undefined) await Translation.update(after, { where, transaction });
    else await Translation.create({ id: ids.next(), tenantId, nodeId, ...after }, { transaction });
  }
}

export async function writeBodies(
  { NodeBody: Body, ids, transaction }: NodeWork,
  { id: nodeId }: NodeResponse,
  changes: readonly LocaleChange<NodeBody>[],
): Promise<void> {
  for (const { locale, before, after } of changes) {
    const where = { nodeId, locale };
    if (after === undefined) await Body.destroy({ where, transaction });
    else if (before !== undefined) await Body.update(after, { where, transaction });
    else await Body.create({ id: ids.next(), nodeId, ...after }, { transaction });
  }
}

function added<T extends { readonly locale: string }>(after: T): LocaleChange<T> {
  return { locale: after.locale, before: undefined, after };
}
