import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type DatabaseServer, type TestDatabase, createTestDatabase } from '../../../harness/database/index.ts';
import type { Role } from '../../access/index.ts';
import { QueryTypes, referenceMigrations } from '../../database/index.ts';
import { type Services, type ServicesOptions, createServices } from '../../services.ts';
import { type Application, type ApplicationOptions, createApplication } from '../application.ts';

const idOf = (number: number) => `018f2a00-0000-7000-8000-${String(number).padStart(12, '0')}`;
export const tenantId = idOf(1);
export const otherTenantId = idOf(2);
export const missingId = idOf(999);
export const userIds: Record<Role, string> = {
  super_admin: idOf(11),
  admin: idOf(12),
  manager: idOf(13),
  customer: idOf(14),
};
export const strangerId = idOf(21);

export interface Ask extends Omit<InjectOptions, 'url'> {
  /** Signs the request in as that role's user, or with a token. */
  readonly as?: Role | { readonly token: string };
  /** Default `shop`; null sends no header. */
  readonly tenant?: string | null;
}

/** The application on a database of its own: tenants `shop`, `other` and `closed`, a user for each role in `shop`. */
export interface ApplicationWorld extends AsyncDisposable {
  readonly application: Application;
  readonly services: Services;
  readonly testDatabase: TestDatabase;
  /** `GET /health` */
  ask(request: string, options?: Ask): Promise<LightMyRequestResponse>;
  sql<T extends object = Record<string, unknown>>(text: string, bind?: unknown[]): Promise<T[]>;
  /** Rows of content, users, tenants and events together. */
  rowCount(): Promise<number>;
  tokenOf(role: Role): Promise<string>;
}

export interface WorldOptions {
  readonly deadlineMs?: number;
  readonly pool?: number;
  /** Default: the server that the tests share. */
  readonly server?: DatabaseServer;
  /** The URL by which the services reach the database; default its own. */
  readonly reach?: (testDatabase: TestDatabase) => Promise<string>;
  readonly services?: ServicesOptions;
  readonly application?: Partial<ApplicationOptions>;
}

export async function openApplicationWorld(options: WorldOptions = {}): Promise<ApplicationWorld> {
  const migrations = { migrations: referenceMigrations };
  const testDatabase = await (options.server?.createDatabase(migrations) ?? createTestDatabase(migrations));
  const services = await createServices({
    url: (await options.reach?.(testDatabase)) ?? testDatabase.url,
    deadlineMs: options.deadlineMs ?? 20_000,
    pool: { max: options.pool ?? 5 },
    ...options.services,
  });
  const application = createApplication({
    services,
    tokens: { secret: 'a secret that has its thirty-two bytes' },
    ...options.application,
  });
  const sql: ApplicationWorld['sql'] = async (text, bind = []) =>
    (await services.database.sequelize.query(text, { bind, type: QueryTypes.SELECT })) as never;
  await seed(sql);
  const tokenOf = (role: Role) => application.tokens.issue({ userId: userIds[role], tenantId });
  return {
    application,
    services,
    testDatabase,
    sql,
    tokenOf,
    async ask(request, { as, tenant = 'shop', headers, ...rest } = {}) {
      const [method = 'GET', url = '/'] = request.split(' ');
      const token = typeof as === 'string' ? await tokenOf(as) : as?.token;
      return application.server.inject({
        method: method as 'GET',
        url,
        headers: {
          ...(tenant === null ? {} : { 'x-tenant-id': tenant }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...headers,
        },
        ...rest,
      });
    },
    async rowCount() {
      const tables = ['tenants', 'users', 'nodes', 'node_translations', 'bodies', 'idempotency_keys', 'sys_events'];
      const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table})`).join(' + ');
      const [row] = await sql<{ rows: number }>(`SELECT ${counts} AS rows`);
      return row?.rows ?? -1;
    },
    async [Symbol.asyncDispose]() {
      await application.close();
      await services.close();
      await testDatabase[Symbol.asyncDispose]();
    },
  };
}

async function seed(sql: ApplicationWorld['sql']): Promise<void> {
  const tenant = 'INSERT INTO tenants (id, name, slug, is_active) VALUES ($1, $2, $3, $4)';
  await sql(tenant, [tenantId, 'The shop', 'shop', true]);
  await sql(tenant, [otherTenantId, 'The other', 'other', true]);
  await sql(tenant, [idOf(3), 'The closed', 'closed', false]);
  const user = `INSERT INTO users (id, tenant_id, email, role) VALUES ($1::uuid, $2, $1::text || '@example.com', $3)`;
  for (const [role, id] of Object.entries(userIds)) await sql(user, [id, tenantId, role]);
  await sql(user, [strangerId, otherTenantId, 'admin']);
}
