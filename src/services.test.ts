import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDb, cleanupTestDb, setupTestDb } from '../harness/database/index.ts';
import { sysEventModel } from './outbox/index.ts';
import { createApplication } from './http/index.ts';
import { InMemoryTransport, createServices, inTransaction, systemContext } from './index.ts';

const tenantId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d01';
const input = () => ({ kind: 'post' as const, translations: [{ locale: 'en', title: 'Hello' }] });

let db: TestDb;
beforeAll(async () => {
  db = await setupTestDb();
  await db.database.sequelize.query(`INSERT INTO tenants (id, name, slug) VALUES ('${tenantId}', 'One', 'one')`);
});
afterAll(async () => {
  await cleanupTestDb(db);
});

const storedEvents = async () => (await sysEventModel(db.database.sequelize).findAll()).map((row) => row.eventType);

test('opens a database by its URL, and closes it', async () => {
  const services = await createServices({ url: db.testDatabase.url, pool: { max: 2 }, deadlineMs: 2000 });
  expect(services.database.deadlineMs).toBe(2000);
  await services.close();
  await expect(services.nodes.list(systemContext(tenantId))).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
});

test('leaves a database that it was given to its owner', async () => {
  {
    await using services = await createServices({ database: db.database });
    expect(services.database).toBe(db.database);
  }
  await expect(db.database.sequelize.query('SELECT 1')).resolves.toBeDefined();
});

test('one resolver per process, never one per request: requests share what it knows', async () => {
  await using services = await createServices({ database: db.database });
  const tokens = { secret: 'a secret that has its thirty-two bytes' };
  await using application = createApplication({ services, tokens });
  const headers = { 'x-tenant-id': 'one' };
  for (const entered of [1, 2, 3]) {
    const answer = await application.server.inject({ url: '/api/tenant', headers });
    expect(answer.statusCode).toBe(200);
    expect(services.resolver.stats()).toMatchObject({ entered, loads: 1, hits: entered - 1 });
  }
});

test('writes a node and its event with the clock and the ids that it was given', async () => {
  let next = 0;
  const ids = { next: () => `0190b3c4-6c1e-7a3b-9d2e-0000000000${String((next += 1)).padStart(2, '0')}` };
  const clock = { now: () => new Date('2030-01-01T00:00:00Z') };
  await using services = await createServices({ database: db.database, clock, ids });
  const node = await services.nodes.create(systemContext(tenantId), input());
  const rows = await sysEventModel(db.database.sequelize).findAll();
  expect(node.id).toMatch(/^0190b3c4-6c1e-7a3b-9d2e-0{10}/);
  expect(rows.map(({ payload }) => payload)).toMatchObject([
    { event_type: 'node.created', timestamp: '2030-01-01T00:00:00.000Z' },
  ]);
});

test('an event of an open transaction is refused by a bus whose transport cannot join it, and nothing is written', async () => {
  await db.database.sequelize.query('DELETE FROM sys_events');
  const { commitObserver, TransactionalEventBus } = await import('./index.ts');
  const bus = new TransactionalEventBus({ transport: new InMemoryTransport(), commits: commitObserver });
  const publishing = inTransaction(db.database, () =>
    bus.publish(tenantId, null, { type: 'TenantUpdated', data: { tenant_id: tenantId } }),
  );
  await expect(publishing).rejects.toMatchObject({ code: 'TRANSPORT_CANNOT_JOIN_TRANSACTION' });
  expect(await storedEvents()).toEqual([]);
});
