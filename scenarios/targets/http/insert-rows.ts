import type { AdminConnection } from '../../../harness/counting/index.ts';
import type { NodeSeed, RowSeeds } from '../../contract/index.ts';

/** Commits the rows as the tables of the reference hold them, one statement a table. */
export async function insertRows(
  admin: AdminConnection,
  { tenants = [], users = [], nodes = [] }: RowSeeds,
): Promise<void> {
  await insert(
    admin,
    'INSERT INTO tenants (id, name, slug, is_active) SELECT id, slug, slug, is_active',
    'id uuid, slug text, is_active boolean',
    tenants.map(({ id, slug, isActive }) => ({ id, slug, is_active: isActive })),
  );
  await insert(
    admin,
    `INSERT INTO users (id, tenant_id, email, role, status) SELECT id, tenant_id, id || '@example.com', role, status`,
    'id uuid, tenant_id uuid, role text, status text',
    users.map(({ id, tenantId, role, status }) => ({ id, tenant_id: tenantId, role, status })),
  );
  await insertNodes(admin, nodes);
}

async function insertNodes(admin: AdminConnection, nodes: readonly NodeSeed[]): Promise<void> {
  const rows = nodes.map((node) => ({
    id: node.id,
    tenant_id: node.tenantId,
    kind: node.kind,
    status: node.status,
    author_id: node.authorId,
    is_deleted: node.isDeleted === true,
    created_at: node.createdAt ?? null,
  }));
  await insert(
    admin,
    `INSERT INTO nodes (id, tenant_id, author_id, kind, status, created_at, updated_at, published_at, deleted_at)
     SELECT id, tenant_id, author_id, kind, status, coalesce(created_at, now()), coalesce(created_at, now()),
       CASE status WHEN 'published' THEN now() END, CASE WHEN is_deleted THEN now() END`,
    'id uuid, tenant_id uuid, author_id uuid, kind text, status text, is_deleted boolean, created_at timestamptz',
    rows,
  );
  await insert(
    admin,
    `INSERT INTO node_translations (id, tenant_id, node_id, locale, title, slug)
     SELECT gen_random_uuid(), tenant_id, id, 'en', 'Node ' || id, 'node-' || id`,
    'id uuid, tenant_id uuid',
    rows,
  );
}

async function insert(admin: AdminConnection, into: string, columns: string, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return;
  await admin.query(`${into} FROM jsonb_to_recordset($1::jsonb) AS given (${columns})`, [JSON.stringify(rows)]);
}
