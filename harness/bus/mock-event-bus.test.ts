import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type TestDb, cleanupTestDb, createTestDatabase, setupTestDb } from '../database/index.ts';
import { systemContext } from '../../src/access/index.ts';
import type { CreateNodeInput } from '../../src/content/index.ts';
import { createServices } from '../../src/services.ts';
import { inTransaction, openDatabase } from '../../src/database/index.ts';
import { drainToQuiescence } from '../../src/outbox/index.ts';
import { type MockEventBus, type MockEventBusOptions, mockEventBus } from './index.ts';

const tenantId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d01';
const otherTenantId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d02';
const tagCreated = (suffix: number) =>
  ({ type: 'TagCreated', data: { tag_id: `0190b3c4-6c1e-7a3b-9d2e-0000000000${suffix}` } }) as const;

let db: TestDb;
let events: MockEventBus;
beforeAll(async () => {
  db = await setupTestDb();
});
afterAll(async () => {
  await cleanupTestDb(db);
});
beforeEach(async () => {
  await db.database.sequelize.query('DELETE FROM sys_events');
  events = await mockEventBus({ database: db.database });
});
afterEach(async () => {
  await events[Symbol.asyncDispose]();
});

const ids = (envelopes: readonly { id: string }[]) => envelopes.map(({ id }) => id);

test('an event is staged while its transaction is open, and published after its commit', async () => {
  const envelope = await inTransaction(db.database, async (transaction) => {
    const staged = await events.bus.publishInTransaction(transaction, tenantId, null, tagCreated(10));
    expect(ids(await events.staged())).toEqual([staged.id]);
    expect(await events.published()).toEqual([]);
    expect(await events.discarded()).toEqual([]);
    return staged;
  });
  expect(await events.staged()).toEqual([]);
  expect(await events.published()).toEqual([envelope]);
  expect(await events.discarded()).toEqual([]);
});

test('an event of a transaction that rolled back is discarded', async () => {
  const outcome = inTransaction(db.database, async (transaction) => {
    await events.bus.publishInTransaction(transaction, tenantId, null, tagCreated(10));
    throw new Error('changed my mind');
  });
  await expect(outcome).rejects.toThrow('changed my mind');
  expect(await events.staged()).toEqual([]);
  expect(await events.published()).toEqual([]);
  expect(ids(await events.discarded())).toEqual(ids(events.captured()));
});

test('an event is discarded when a swallowed error makes the server roll back', async () => {
  const outcome = inTransaction(db.database, async (transaction) => {
    await events.bus.publishInTransaction(transaction, tenantId, null, tagCreated(10));
    await db.database.sequelize.query('SELECT 1 / 0', { transaction }).catch(() => undefined);
  });
  await expect(outcome).rejects.toMatchObject({ code: 'TRANSACTION_ROLLED_BACK' });
  expect([await events.staged(), await events.published(), ids(await events.discarded())]).toEqual([
    [],
    [],
    ids(events.captured()),
  ]);
});

test('an event of a savepoint that rolled back is discarded at once; the outer one is still staged', async () => {
  await inTransaction(db.database, async (transaction) => {
    const outer = await events.bus.publishInTransaction(transaction, tenantId, null, tagCreated(10));
    const savepoint = await db.database.sequelize.transaction({ transaction });
    const inner = await events.bus.publishInTransaction(savepoint, tenantId, null, tagCreated(11));
    await savepoint.rollback();
    expect(ids(await events.staged())).toEqual([outer.id]);
    expect(ids(await events.discarded())).toEqual([inner.id]);
  });
  expect(ids(await events.published())).toEqual(ids(events.captured()).slice(0, 1));
  expect(ids(await events.discarded())).toEqual(ids(events.captured()).slice(1));
});

test('an event of a savepoint rolled back by hand is discarded once the outer transaction has committed', async () => {
  const query = db.database.sequelize.query.bind(db.database.sequelize);
  await inTransaction(db.database, async (transaction) => {
    await query('SAVEPOINT by_hand', { transaction });
    await events.bus.publishInTransaction(transaction, tenantId, null, tagCreated(10));
    await query('ROLLBACK TO by_hand', { transaction });
  });
  expect(await events.published()).toEqual([]);
  expect(ids(await events.discarded())).toEqual(ids(events.captured()));
});

test('an event whose row the server refuses is discarded', async () => {
  const query = db.database.sequelize.query.bind(db.database.sequelize);
  await query("ALTER TABLE sys_events ADD CONSTRAINT refuse CHECK (event_type <> 'tag.created')");
  try {
    const publishing = inTransaction(db.database, (transaction) =>
      events.bus.publishInTransaction(transaction, tenantId, null, tagCreated(10)),
    );
    await expect(publishing).rejects.toThrow(/refuse/);
    expect(ids(await events.discarded())).toEqual(ids(events.captured()));
    await expect(events.bus.publish(tenantId, null, tagCreated(11))).rejects.toThrow(/refuse/);
    await expect(events.transport.publishBatch(events.captured())).rejects.toThrow(/refuse/);
    expect(await events.discarded()).toHaveLength(4);
  } finally {
    await query('ALTER TABLE sys_events DROP CONSTRAINT refuse');
  }
});

test('an event published outside of a transaction is published at once', async () => {
  const envelope = await events.bus.publish(tenantId, null, tagCreated(10));
  expect(await events.staged()).toEqual([]);
  expect(await events.published()).toEqual([envelope]);
});

test('an event that is being written is staged', async () => {
  let publishing: Promise<unknown> | undefined;
  await inTransaction(db.database, async (transaction) => {
    await db.database.sequelize.query('LOCK TABLE sys_events IN SHARE MODE', { transaction });
    publishing = events.bus.publish(tenantId, null, tagCreated(10));
    expect(ids(await events.staged())).toEqual(ids(events.captured()));
  });
  await publishing;
  expect(await events.staged()).toEqual([]);
});

test('two transactions at once do not decide for each other', async () => {
  const { promise: open, resolve: end } = Promise.withResolvers<void>();
  const first = inTransaction(db.database, async (transaction) => {
    await events.bus.publishInTransaction(transaction, tenantId, null, tagCreated(10));
    await open;
    throw new Error('changed my mind');
  }).catch(() => undefined);
  await vi.waitUntil(async () => (await events.staged()).length === 1, { timeout: 20_000 });
  const second = await inTransaction(db.database, (transaction) =>
    events.bus.publishInTransaction(transaction, otherTenantId, null, tagCreated(11)),
  );
  expect(ids(await events.published())).toEqual([second.id]);
  expect(await events.staged()).toHaveLength(1);
  end();
  await first;
  expect(ids(await events.published())).toEqual([second.id]);
  expect(await events.discarded()).toHaveLength(1);
});

test('an event acknowledged by its consumer is not delivered', async () => {
  const envelope = await events.bus.publish(tenantId, null, tagCreated(10));
  await events.transport.acknowledge(envelope.id);
  expect(await events.published()).toEqual([]);
  expect(await events.discarded()).toEqual([]);
});

test('callers that ask for the published events at once all get them', async () => {
  await events.transport.publishBatch([]);
  for (let suffix = 10; suffix < 40; suffix += 1) await events.bus.publish(tenantId, null, tagCreated(suffix));
  const all = events.captured();
  expect(await Promise.all([events.published(), events.published()])).toEqual([all, all]);
});

test('reset forgets what was captured and received', async () => {
  await events.bus.publish(tenantId, null, tagCreated(10));
  await events.published();
  events.reset();
  expect([events.captured(), await events.published()]).toEqual([[], []]);
});

test('captures what the services publish, whole and in order', async () => {
  await db.database.sequelize.query(
    `INSERT INTO tenants (id, name, slug) VALUES ('${tenantId}', 'One', 'one') ON CONFLICT DO NOTHING`,
  );
  await using services = await createServices({ database: db.database, transport: events.transport });
  const input: CreateNodeInput = {
    kind: 'post',
    status: 'published',
    translations: [{ locale: 'en', title: 'Hello' }],
    bodies: [],
  };
  const node = await services.nodes.create(systemContext(tenantId), input);
  const published = await events.published();
  expect(published).toEqual(events.captured());
  expect(published.map(({ event }) => [event.type, 'node_id' in event.data && event.data.node_id])).toEqual([
    ['NodeCreated', node.id],
    ['NodePublished', node.id],
  ]);
  expect(new Set(published.map(({ correlationId }) => correlationId)).size).toBe(1);
  await drainToQuiescence({
    database: db.database,
    sink: { deliver: () => Promise.reject(new Error('must not come again')) },
  });
});

test('is refused on a database without an outbox, and leaves no connection there', async () => {
  await using empty = await createTestDatabase();
  await using database = await openDatabase({ url: empty.url });
  await expect(mockEventBus({ database })).rejects.toMatchObject({
    code: 'OUTBOX_MISSING',
    message: expect.stringContaining(`the database ${empty.name} does not have; migrate it with referenceMigrations`),
  });
  const [sessions] = await database.sequelize.query(
    'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  expect(sessions).toEqual([]);
});

test.each([{}, { database: undefined }, { database: {} }])('is refused with %o for options', async (options) => {
  await expect(mockEventBus(options as MockEventBusOptions)).rejects.toMatchObject({
    code: 'INVALID_CONFIGURATION',
    fields: [{ path: 'database', message: expect.stringContaining('openDatabase') }],
  });
});
