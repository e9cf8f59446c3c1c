import { type SecurityContext, systemContext } from '../../access/index.ts';
import { type Database, QueryTypes, openDatabase, referenceMigrations } from '../../database/index.ts';
import { type Clock, TransactionalEventBus } from '../../events/index.ts';
import { OutboxTransport } from '../../outbox/index.ts';
import { createTestDatabase } from '../../../harness/database/index.ts';
import { NodeService } from '../node-service.ts';

const idOf = (digit: number) => `018f2a00-0000-7000-8000-0000000000${digit.toString(16).padStart(2, '0')}`;
export const tenantId = idOf(1);
export const otherTenantId = idOf(2);
export const missingId = idOf(255);

const user = (role: SecurityContext['role'], digit: number, tenant = tenantId): SecurityContext => ({
  kind: 'user',
  role,
  userId: idOf(digit),
  tenantId: tenant,
});
export const admin = user('admin', 16);
export const manager = user('manager', 17);
export const customer = user('customer', 18);
export const otherCustomer = user('customer', 19);
export const stranger = user('admin', 32, otherTenantId);
export const system = systemContext(tenantId);
const people = [admin, manager, customer, otherCustomer, stranger];

interface StoredEvent {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly actorId: string | null;
  readonly tenantId: string;
  readonly correlationId: string;
}

/** A database of one's own with two tenants, their users, and the service on it. */
export interface ContentWorld extends AsyncDisposable {
  readonly database: Database;
  readonly nodes: NodeService;
  readonly adminUrl: string;
  /** The committed events, in order. */
  events(): Promise<StoredEvent[]>;
  /** The types of the events since the last call. */
  newEvents(): Promise<string[]>;
  sql<T extends object = Record<string, unknown>>(text: string, bind?: unknown[]): Promise<T[]>;
  /** How many rows the content tables, the keys and the outbox hold together. */
  rowCount(): Promise<number>;
}

/** A clock that moves a second with every look. */
function tickingClock(): Clock {
  let ticks = 0;
  return { now: () => new Date(Date.UTC(2026, 0, 1) + 1000 * ticks++) };
}

export async function openContentWorld(options: { pool?: number; deadlineMs?: number } = {}): Promise<ContentWorld> {
  const testDatabase = await createTestDatabase({ migrations: referenceMigrations });
  const database = await openDatabase({
    url: testDatabase.url,
    pool: { max: options.pool ?? 5 },
    deadlineMs: options.deadlineMs ?? 20_000,
  });
  const bus = new TransactionalEventBus({ transport: new OutboxTransport({ database }) });
  const sql: ContentWorld['sql'] = async (text, bind = []) =>
    (await database.sequelize.query(text, { bind, type: QueryTypes.SELECT })) as never;
  for (const [index, id] of [tenantId, otherTenantId].entries()) {
    await sql('INSERT INTO tenants (id, name, slug) VALUES ($1, $2, $2)', [id, `tenant-${index}`]);
  }
  for (const { userId, tenantId: tenant, role } of people) {
    await sql('INSERT INTO users (id, tenant_id, email, role) VALUES ($1, $2, $3, $4)', [
      userId,
      tenant,
      `${userId}@example.com`,
      role,
    ]);
  }
  const events = async () =>
    sql<StoredEvent>(`SELECT payload -> 'event' ->> 'type' AS type, payload -> 'event' -> 'data' AS data,
      payload ->> 'actor_id' AS "actorId", payload ->> 'tenant_id' AS "tenantId",
      payload ->> 'correlation_id' AS "correlationId" FROM sys_events ORDER BY created_at, id`);
  let seen = 0;
  return {
    database,
    nodes: new NodeService({ database, bus, clock: tickingClock() }),
    adminUrl: testDatabase.adminUrl,
    events,
    async newEvents() {
      const all = (await events()).map(({ type }) => type);
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh;
    },
    sql,
    async rowCount() {
      const tables = ['nodes', 'node_translations', 'bodies', 'idempotency_keys', 'sys_events'];
      const counts = tables.map((table) => `(SELECT count(*)::int FROM ${table})`).join(' + ');
      const [row] = await sql<{ rows: number }>(`SELECT ${counts} AS rows`);
      return row?.rows ?? -1;
    },
    async [Symbol.asyncDispose]() {
      await database.close();
      await testDatabase[Symbol.asyncDispose]();
    },
  };
}
