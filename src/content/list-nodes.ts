import { type SecurityContext, authorize, nodeKinds, resourceOfKind, scopeOf } from '../access/index.ts';
import { QueryTypes, withinDeadline } from '../database/index.ts';
import { type ListNodesQuery, type ParsedListQuery, listNodesSchema } from './list-query.ts';
import { permissionOn } from './lock-node.ts';
import type { NodePage } from './node-response.ts';
import { selectPage } from './node-sql.ts';
import type { NodeDependencies } from './operation.ts';
import { parseInput } from '../input/index.ts';
import { type SummaryRow, summaryOf } from './read-node.ts';
import type { OperationOptions } from './write-options.ts';

export async function listNodes(
  { database }: NodeDependencies,
  context: SecurityContext,
  query: ListNodesQuery,
  options: OperationOptions,
): Promise<NodePage> {
  const parsed = parseInput(listNodesSchema, 'node query', query);
  const bind = [context.tenantId, ...filtersOf(parsed), ...reachOf(context, parsed)];
  const { page, pageSize } = parsed;
  const rows = await withinDeadline(
    database,
    'Listing nodes',
    () =>
      database.sequelize.query<{ total: number } & (SummaryRow | { id: null })>(selectPage, {
        bind: [...bind, pageSize, (page - 1) * pageSize],
        type: QueryTypes.SELECT,
      }),
    options,
  );
  const items = rows.flatMap((row) => (row.id === null ? [] : [summaryOf(row)]));
  return { items, total: rows[0]?.total ?? 0, page, pageSize };
}

function filtersOf({ status, parentId, authorId, locale }: ParsedListQuery): unknown[] {
  return [status, parentId, authorId, locale].map((value) => value ?? null);
}

/** Which kinds the caller sees: listed wholly, listed where own, also unpublished, also unpublished where own; and the caller. */
function reachOf(context: SecurityContext, { kind }: ParsedListQuery): unknown[] {
  const kinds = kind === undefined ? nodeKinds : [kind];
  const kindsWith = (action: 'list' | 'update', scope: 'all' | 'own') =>
    kinds.filter((kind) => scopeOf(context, permissionOn({ kind }, action)) === scope);
  const [all, own] = [kindsWith('list', 'all'), kindsWith('list', 'own')];
  if (all.length + own.length === 0) authorize(context, `${resourceOfKind[kind ?? 'post']}:list`);
  return [all, own, kindsWith('update', 'all'), kindsWith('update', 'own'), context.userId];
}
