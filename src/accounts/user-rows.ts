import type { Transaction } from 'sequelize';
import type { Role } from '../access/index.ts';
import { type Database, QueryTypes, violatedConstraint } from '../database/index.ts';
import { ConflictError, NotFoundError } from '../errors/index.ts';
import type { UserStatus } from './user-input.ts';

/** A user of one tenant; times are RFC 3339, UTC, in milliseconds. */
export interface UserResponse {
  readonly id: string;
  readonly tenantId: string;
  readonly email: string;
  readonly role: Role;
  readonly status: UserStatus;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One page of users and their total number. */
export interface UserPage {
  readonly items: readonly UserResponse[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

type Row = Omit<UserResponse, 'createdAt' | 'updatedAt'> & { readonly createdAt: Date; readonly updatedAt: Date };

const columns = `u.id, u.tenant_id AS "tenantId", u.email, u.role, u.status, u.created_at AS "createdAt", u.updated_at AS "updatedAt"`;
const bindOf = (user: UserResponse): unknown[] => [
  user.id,
  user.tenantId,
  user.email,
  user.role,
  user.status,
  user.updatedAt,
];

export async function insertUser(database: Database, transaction: Transaction, user: UserResponse): Promise<void> {
  await database.sequelize.query(
    `INSERT INTO users (id, tenant_id, email, role, status, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
    { bind: bindOf(user), transaction },
  );
}

export async function rewriteUser(database: Database, transaction: Transaction, user: UserResponse): Promise<void> {
  await database.sequelize.query(
    `UPDATE users SET email = $3, role = $4, status = $5, updated_at = $6 WHERE tenant_id = $2 AND id = $1`,
    { bind: bindOf(user), transaction },
  );
}

/** A user of that tenant; within a transaction it is kept from other writers. */
export async function selectUser(
  { sequelize }: Database,
  tenantId: string,
  id: string,
  transaction?: Transaction,
): Promise<UserResponse | undefined> {
  const lock = transaction === undefined ? '' : 'FOR NO KEY UPDATE';
  const [row] = await sequelize.query<Row>(
    `SELECT ${columns} FROM users u WHERE u.tenant_id = $1 AND u.id = $2 ${lock}`,
    { bind: [tenantId, id], type: QueryTypes.SELECT, transaction: transaction ?? null },
  );
  return row === undefined ? undefined : responseOf(row);
}

/** One page of the tenant's users in the order of creation and their number, of one snapshot. */
export async function selectUsers(
  { sequelize }: Database,
  tenantId: string,
  page: number,
  pageSize: number,
): Promise<UserPage> {
  const rows = await sequelize.query<{ total: number } & (Row | { id: null })>(
    `SELECT counted.total, found.* FROM (SELECT count(*)::int AS total FROM users WHERE tenant_id = $1) counted
     LEFT JOIN (SELECT ${columns} FROM users u WHERE u.tenant_id = $1
       ORDER BY u.created_at, u.id LIMIT $2 OFFSET $3) found ON true
     ORDER BY found."createdAt", found.id`,
    { bind: [tenantId, pageSize, (page - 1) * pageSize], type: QueryTypes.SELECT },
  );
  const items = rows.flatMap((row) => (row.id === null ? [] : [responseOf(row)]));
  return { items, total: rows[0]?.total ?? 0, page, pageSize };
}

/** What a violated constraint means; any other error as it is. */
export function explainUserViolation(error: unknown, tenantId: string): unknown {
  const constraint = violatedConstraint(error);
  if (constraint === 'uq_users_tenant_email') {
    return new ConflictError('DUPLICATE_EMAIL', 'Another user of this tenant has this e-mail address', {
      cause: error,
    });
  }
  return constraint === 'fk_users_tenant'
    ? new NotFoundError(`There is no tenant ${tenantId}`, { cause: error })
    : error;
}

function responseOf(row: Row): UserResponse {
  return {
    id: row.id,
    tenantId: row.tenantId,
    email: row.email,
    role: row.role,
    status: row.status,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
