import type { Transaction } from 'sequelize';
import { type Database, QueryTypes } from '../database/index.ts';
import { byLocale } from './merge-by-locale.ts';
import type { NodeBody, NodeResponse, NodeSummary } from './node-response.ts';
import { selectNode } from './node-sql.ts';

type Times = 'createdAt' | 'updatedAt' | 'publishedAt' | 'deletedAt';

/** A list's row as the driver returns it. */
export interface SummaryRow extends Omit<NodeSummary, Times> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly publishedAt: Date | null;
  readonly deletedAt: Date | null;
}

interface FullRow extends SummaryRow {
  readonly bodies: readonly NodeBody[];
}

/** A tenant's node, deleted or not, as one snapshot. */
export async function readNode(
  { sequelize }: Database,
  tenantId: string,
  id: string,
  transaction?: Transaction,
): Promise<NodeResponse | undefined> {
  const [row] = await sequelize.query<FullRow>(selectNode, {
    bind: [tenantId, id],
    type: QueryTypes.SELECT,
    transaction: transaction ?? null,
  });
  if (row === undefined) return undefined;
  const bodies = row.bodies.map((body) => ({ ...body, updatedAt: new Date(body.updatedAt).toISOString() }));
  return { ...summaryOf(row), bodies: byLocale(bodies) };
}

/** The summary that a row holds. */
export function summaryOf(row: SummaryRow): NodeSummary {
  return {
    id: row.id,
    tenantId: row.tenantId,
    kind: row.kind,
    status: row.status,
    parentId: row.parentId,
    authorId: row.authorId,
    categoryId: row.categoryId,
    position: row.position,
    depth: row.depth,
    replyCount: row.replyCount,
    metadata: row.metadata,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    translations: byLocale(row.translations),
  };
}
