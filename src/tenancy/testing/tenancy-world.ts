import { createTestDatabase } from '../../../harness/database/index.ts';
import { type Database, QueryTypes, commitObserver, openDatabase, referenceMigrations } from '../../database/index.ts';
import { TransactionalEventBus } from '../../events/index.ts';
import { OutboxTransport } from '../../outbox/index.ts';
import type { Transaction } from 'sequelize';

export interface StoredEvent {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly actorId: string | null;
  readonly tenantId: string;
}

/** A migrated database of one's own with the bus on it. */
export interface TenancyWorld extends AsyncDisposable {
  readonly database: Database;
  readonly bus: TransactionalEventBus<Transaction>;
  readonly adminUrl: string;
  sql<T extends object = Record<string, unknown>>(text: string, bind?: unknown[]): Promise<T[]>;
  events(): Promise<StoredEvent[]>;
}

export async function openTenancyWorld(options: { deadlineMs?: number } = {}): Promise<TenancyWorld> {
  const testDatabase = await createTestDatabase({ migrations: referenceMigrations });
  const database = await openDatabase({ url: testDatabase.url, deadlineMs: options.deadlineMs ?? 20_000 });
  const transport = new OutboxTransport({ database });
  const sql: TenancyWorld['sql'] = async (text, bind = []) =>
    (await database.sequelize.query(text, { bind, type: QueryTypes.SELECT })) as never;
  return {
    database,
    bus: new TransactionalEventBus<Transaction>({ transport, commits: commitObserver }),
    adminUrl: testDatabase.adminUrl,
    sql,
    events: () =>
      sql<StoredEvent>(`SELECT payload -> 'event' ->> 'type' AS type, payload -> 'event' -> 'data' AS data,
        payload ->> 'actor_id' AS "actorId", payload ->> 'tenant_id' AS "tenantId" FROM sys_events ORDER BY created_at, id`),
    async [Symbol.asyncDispose]() {
      await database.close();
      await testDatabase[Symbol.asyncDispose]();
    },
  };
}
