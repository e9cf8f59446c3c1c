import type { Transaction } from 'sequelize';
import { type Database, QueryTypes, violatedConstraint } from '../database/index.ts';
import { ConflictError } from '../errors/index.ts';
import type { JsonObject } from '../events/index.ts';

/** A tenant as its administrators see it; times are RFC 3339, UTC, in milliseconds. */
export interface TenantResponse {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly domain: string | null;
  readonly settings: JsonObject;
  readonly defaultLocale: string;
  readonly isActive: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One page of tenants and their total number. */
export interface TenantPage {
  readonly items: readonly TenantResponse[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

type Row = Omit<TenantResponse, 'createdAt' | 'updatedAt'> & { readonly createdAt: Date; readonly updatedAt: Date };

const columns = `t.id, t.name, t.slug, t.domain, t.settings, t.default_locale AS "defaultLocale", t.is_active AS "isActive",
  t.created_at AS "createdAt", t.updated_at AS "updatedAt"`;

const bindOf = (tenant: TenantResponse): unknown[] => [
  tenant.id,
  tenant.name,
  tenant.slug,
  tenant.domain,
  JSON.stringify(tenant.settings),
  tenant.defaultLocale,
  tenant.isActive,
  tenant.updatedAt,
];

export async function insertTenant(
  database: Database,
  transaction: Transaction,
  tenant: TenantResponse,
): Promise<void> {
  await database.sequelize.query(
    `INSERT INTO tenants (id, name, slug, domain, settings, default_locale, is_active, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8, $8)`,
    { bind: bindOf(tenant), transaction },
  );
}

export async function rewriteTenant(
  database: Database,
  transaction: Transaction,
  tenant: TenantResponse,
): Promise<void> {
  await database.sequelize.query(
    `UPDATE tenants SET name = $2, slug = $3, domain = $4, settings = $5::jsonb, default_locale = $6, is_active = $7,
       updated_at = $8 WHERE id = $1`,
    { bind: bindOf(tenant), transaction },
  );
}

/** Reads a tenant and keeps other writers from it until the transaction ends. */
export async function lockTenant(
  database: Database,
  transaction: Transaction,
  id: string,
): Promise<TenantResponse | undefined> {
  const [row] = await database.sequelize.query<Row>(
    `SELECT ${columns} FROM tenants t WHERE t.id = $1 FOR NO KEY UPDATE`,
    { bind: [id], type: QueryTypes.SELECT, transaction },
  );
  return row === undefined ? undefined : responseOf(row);
}

/** One page in the order of creation and the total, of one snapshot. */
export async function selectTenants(database: Database, page: number, pageSize: number): Promise<TenantPage> {
  const rows = await database.sequelize.query<{ total: number } & (Row | { id: null })>(
    `SELECT counted.total, found.* FROM (SELECT count(*)::int AS total FROM tenants) counted
     LEFT JOIN (SELECT ${columns} FROM tenants t ORDER BY t.created_at, t.id LIMIT $1 OFFSET $2) found ON true
     ORDER BY found."createdAt", found.id`,
    { bind: [pageSize, (page - 1) * pageSize], type: QueryTypes.SELECT },
  );
  const items = rows.flatMap((row) => (row.id === null ? [] : [responseOf(row)]));
  return { items, total: rows[0]?.total ?? 0, page, pageSize };
}

/** The conflict that a violated constraint means; any other error as it is. */
export function explainTenantViolation(error: unknown): unknown {
  const constraint = violatedConstraint(error);
  if (constraint === 'uq_tenants_slug') {
    return new ConflictError('DUPLICATE_SLUG', 'Another tenant has this slug: choose another slug', { cause: error });
  }
  if (constraint === 'uq_tenants_domain') {
    return new ConflictError('DUPLICATE_DOMAIN', 'Another tenant has this domain', { cause: error });
  }
  return error;
}

function responseOf(row: Row): TenantResponse {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    domain: row.domain,
    settings: row.settings,
    defaultLocale: row.defaultLocale,
    isActive: row.isActive,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
