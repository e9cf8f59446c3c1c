import type { AdminConnection } from '../../harness/counting/index.ts';
import type { StateRow } from '../contract/index.ts';

const stateTables = ['tenants', 'users', 'nodes', 'node_translations', 'bodies', 'idempotency_keys'];
const everyRow = stateTables
  .map((table) => `SELECT '${table}' AS "table", to_jsonb(t) AS row FROM ${table} t`)
  .join(' UNION ALL ');

/** The reference's committed rows, the outbox excepted. */
export function readReferenceState(admin: AdminConnection): Promise<StateRow[]> {
  return admin.query<{ table: string; row: StateRow['row'] }>(everyRow);
}
