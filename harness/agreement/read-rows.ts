import type { AdminConnection } from '../counting/index.ts';
import type { StateRow } from './envelope.ts';

/** The reference's tables; the one in which events wait is not part of its state. */
export const referenceTables: readonly string[] = [
  'tenants',
  'users',
  'nodes',
  'node_translations',
  'bodies',
  'idempotency_keys',
];

/** The committed rows of these tables, in one snapshot. */
export async function readRows(connection: AdminConnection, tables: readonly string[]): Promise<StateRow[]> {
  if (tables.length === 0) return [];
  const queries = tables.map(
    (table) => `SELECT ${literal(table)} AS "table", to_jsonb(t) AS row FROM ${identifier(table)} t`,
  );
  return connection.query<{ table: string; row: StateRow['row'] }>(queries.join(' UNION ALL '));
}

function identifier(table: string): string {
  return table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
