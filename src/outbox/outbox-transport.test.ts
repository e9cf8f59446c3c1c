import type { Transaction } from 'sequelize';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestDb, cleanupTestDb, setupTestDb } from '../../harness/database/index.ts';
import { inTransaction, openDatabase } from '../database/index.ts';
import { type EventEnvelope, createEnvelope, encodeEnvelope } from '../events/index.ts';
import { OutboxTransport, sysEventModel } from './index.ts';

const tenantId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d01';
const actorId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d02';
const id = (last: number) => `0190b3c4-6c1e-7a3b-9d2e-0000000000${String(last).padStart(2, '0')}`;
const envelopeOf = (last: number) =>
  createEnvelope(
    { tenantId, actorId, event: { type: 'TagCreated', data: { tag_id: id(50) } } },
    { ids: { next: () => id(last) } },
  );

let db: TestDb;
let transport: OutboxTransport;
beforeAll(async () => {
  db = await setupTestDb();
});
afterAll(async () => {
  await cleanupTestDb(db);
});
beforeEach(async () => {
  transport = new OutboxTransport({ database: db.database, clock: { now: () => new Date('2030-01-01T00:00:00Z') } });
  await db.database.sequelize.query('DELETE FROM sys_events');
});

const stored = () => sysEventModel(db.database.sequelize).findAll({ order: ['createdAt', 'id'] });
const storedIds = async () => (await stored()).map((row) => row.id);
const publishAll = (transaction: Transaction, envelopes: readonly EventEnvelope[]) =>
  envelopes.reduce(
    (before, envelope) => before.then(() => transport.publishInTransaction(transaction, envelope)),
    Promise.resolve(),
  );

test('writes the whole envelope, beside it what the relay looks for', async () => {
  const envelope = envelopeOf(1);
  await inTransaction(db.database, (transaction) => transport.publishInTransaction(transaction, envelope));
  const [row] = await stored();
  expect(row?.get()).toMatchObject({
    id: envelope.id,
    eventType: 'tag.created',
    schemaVersion: 1,
    tenantId,
    payload: encodeEnvelope(envelope),
    status: 'pending',
    retryCount: 0,
    nextAttemptAt: null,
    claimedBy: null,
    claimedAt: null,
    dispatchedAt: null,
  });
});

test('keeps the order of publishing within a transaction, whatever the ids say', async () => {
  await inTransaction(db.database, (transaction) =>
    publishAll(transaction, [envelopeOf(3), envelopeOf(1), envelopeOf(2)]),
  );
  expect(await storedIds()).toEqual([id(3), id(1), id(2)]);
});

test('tells the transaction its id, so that COMMIT need not ask for it', async () => {
  const statements: string[] = [];
  await using database = await openDatabase({ url: db.testDatabase.url, logging: (sql) => void statements.push(sql) });
  const logged = new OutboxTransport({ database });
  statements.length = 0;
  await inTransaction(database, (transaction) => logged.publishInTransaction(transaction, envelopeOf(1)));
  expect(
    statements.map(
      (sql) =>
        sql
          .replace(/^Executing \(.*?\): /s, '')
          .trim()
          .split(' ')[0],
    ),
  ).toEqual(['BEGIN', 'INSERT', 'COMMIT']);
});

test('leaves nothing behind when the transaction rolls back', async () => {
  const outcome = inTransaction(db.database, async (transaction) => {
    await publishAll(transaction, [envelopeOf(1), envelopeOf(2)]);
    throw new Error('changed my mind');
  });
  await expect(outcome).rejects.toThrow('changed my mind');
  expect(await stored()).toEqual([]);
});

test('refuses to write without a transaction, and in one of another database', async () => {
  await using other = await openDatabase({ url: db.testDatabase.url });
  const nothing = undefined as unknown as Transaction;
  await expect(transport.publishInTransaction(nothing, envelopeOf(1))).rejects.toMatchObject({
    code: 'TRANSACTION_REQUIRED',
  });
  const foreign = inTransaction(other, (transaction) => transport.publishInTransaction(transaction, envelopeOf(1)));
  await expect(foreign).rejects.toMatchObject({ code: 'TRANSACTION_REQUIRED' });
  expect(await stored()).toEqual([]);
});

test('refuses to write in a transaction that has ended', async () => {
  let ended: Transaction | undefined;
  await inTransaction(db.database, async (transaction) => void (ended = transaction));
  await expect(transport.publishInTransaction(ended as Transaction, envelopeOf(1))).rejects.toThrow(
    /you can no longer use it/,
  );
  expect(await stored()).toEqual([]);
});

test('publishes outside of a transaction in one of its own', async () => {
  await transport.publish(envelopeOf(1));
  expect(await storedIds()).toEqual([id(1)]);
});

test('publishes a batch in its order, all or none', async () => {
  await transport.publishBatch([]);
  await transport.publishBatch([envelopeOf(2), envelopeOf(1)]);
  await expect(transport.publishBatch([envelopeOf(3), envelopeOf(1)])).rejects.toMatchObject({
    name: 'SequelizeUniqueConstraintError',
  });
  expect(await storedIds()).toEqual([id(2), id(1)]);
});

test('an acknowledged event is dispatched; a second time changes nothing', async () => {
  await transport.publish(envelopeOf(1));
  await transport.acknowledge(id(1));
  await new OutboxTransport({ database: db.database }).acknowledge(id(1));
  const [row] = await stored();
  expect([row?.status, row?.dispatchedAt]).toEqual(['dispatched', new Date('2030-01-01T00:00:00Z')]);
});

test('is an outbox', () => {
  expect(transport.reliabilityLevel).toBe('outbox');
});
