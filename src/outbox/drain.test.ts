import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type TestDb, cleanupTestDb, setupTestDb } from '../../harness/database/index.ts';
import { inTransaction } from '../database/index.ts';
import { type EventEnvelope, TransactionalEventBus, createEnvelope } from '../events/index.ts';
import {
  type DrainOptions,
  type EventSink,
  OutboxTransport,
  drain,
  drainToQuiescence,
  sysEventModel,
} from './index.ts';

const ONE = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d01';
const TWO = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d02';
const START = Date.parse('2030-01-01T00:00:00Z');
const NOTHING = { dispatched: 0, retried: 0, deadLettered: 0, claimsLost: 0 };

let db: TestDb;
let transport: OutboxTransport;
let now: number;
const clock = { now: () => new Date(now) };
const tick = (seconds: number) => void (now += seconds * 1000);

beforeAll(async () => {
  db = await setupTestDb();
  transport = new OutboxTransport({ database: db.database });
});
afterAll(async () => {
  await cleanupTestDb(db);
});
beforeEach(async () => {
  now = START;
  await db.database.sequelize.query('DELETE FROM sys_events');
});

async function publish(tenantId: string, count = 1): Promise<string[]> {
  const event = { type: 'TagCreated', data: { tag_id: ONE } } as const;
  const envelopes = Array.from({ length: count }, () => createEnvelope({ tenantId, actorId: null, event }));
  await transport.publishBatch(envelopes);
  return envelopes.map(({ id }) => id);
}

/** Remembers what it receives; fails for the ids it is told to. */
class Receiver implements EventSink {
  readonly received: string[] = [];
  readonly failing = new Set<string>();

  async deliver(envelope: EventEnvelope): Promise<void> {
    if (this.failing.has(envelope.id)) throw Object.assign(new Error('not now'), { code: 'SINK_DOWN' });
    this.received.push(envelope.id);
  }
}

const step = (sink: EventSink, options: Partial<DrainOptions> = {}) =>
  drain({ database: db.database, sink, clock, random: () => 1, ...options });
const rowOf = async (id: string | undefined) =>
  (await sysEventModel(db.database.sequelize).findByPk(String(id), { rejectOnEmpty: true })).get();
const run = (sql: string, bind: unknown[] = []) => db.database.sequelize.query(sql, { bind });

test('delivers committed events in order, and each once', async () => {
  const sink = new Receiver();
  const published = [...(await publish(ONE, 3)), ...(await publish(TWO, 2))];
  expect(await step(sink)).toEqual({ ...NOTHING, dispatched: 5 });
  expect(await step(sink)).toEqual(NOTHING);
  expect(sink.received).toEqual(published);
  expect(await rowOf(published[0])).toMatchObject({
    status: 'dispatched',
    dispatchedAt: new Date(START),
    claimedBy: null,
    claimedAt: null,
  });
});

test('does not deliver what is not committed, and does not lose what commits late', async () => {
  const sink = new Receiver();
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>();
  const { promise: isWritten, resolve: written } = Promise.withResolvers<void>();
  const envelope = createEnvelope({
    tenantId: ONE,
    actorId: null,
    event: { type: 'TagCreated', data: { tag_id: ONE } },
  });
  const late = inTransaction(db.database, async (transaction) => {
    await transport.publishInTransaction(transaction, envelope);
    written();
    await mayCommit;
  });
  await isWritten;
  const early = await publish(ONE);
  await step(sink);
  expect(sink.received).toEqual(early);
  commit();
  await late;
  await step(sink);
  expect(sink.received).toEqual([...early, envelope.id]);
});

test('takes no more than a batch', async () => {
  const published = await publish(ONE, 3);
  const sink = new Receiver();
  expect(await step(sink, { batchSize: 2 })).toEqual({ ...NOTHING, dispatched: 2 });
  expect(sink.received).toEqual(published.slice(0, 2));
});

test('a failed delivery is tried again after its pause, and the later events of its tenant wait for it', async () => {
  const sink = new Receiver();
  const [first, second, third] = await publish(ONE, 3);
  const [foreign] = await publish(TWO);
  sink.failing.add(String(second));
  expect(await step(sink)).toEqual({ ...NOTHING, dispatched: 2, retried: 1 });
  expect(sink.received).toEqual([first, foreign]);
  expect(await rowOf(second)).toMatchObject({
    status: 'pending',
    retryCount: 1,
    nextAttemptAt: new Date(START + 1000),
    lastError: 'SINK_DOWN: not now',
    claimedBy: null,
  });
  expect(await rowOf(third)).toMatchObject({ status: 'pending', retryCount: 0, claimedBy: null, claimedAt: null });
  sink.failing.clear();
  expect(await step(sink)).toEqual(NOTHING);
  tick(1);
  expect(await step(sink)).toEqual({ ...NOTHING, dispatched: 2 });
  expect(sink.received).toEqual([first, foreign, second, third]);
});

test('a tenant that waits does not starve the others, however many events it has', async () => {
  const sink = new Receiver();
  const [poison] = await publish(ONE, 20);
  const [foreign] = await publish(TWO);
  sink.failing.add(String(poison));
  await step(sink, { batchSize: 5 });
  expect(await step(sink, { batchSize: 5 })).toEqual({ ...NOTHING, dispatched: 1 });
  expect(sink.received).toEqual([foreign]);
});

test('after the last attempt an event is a dead letter, and holds nothing back any more', async () => {
  const sink = new Receiver();
  const [poison, next] = await publish(ONE, 2);
  sink.failing.add(String(poison));
  const results = [];
  for (let attempt = 0; attempt < 3; attempt += 1) {
    results.push(await step(sink, { maxAttempts: 3 }));
    tick(60);
  }
  expect(results).toEqual([
    { ...NOTHING, retried: 1 },
    { ...NOTHING, retried: 1 },
    { ...NOTHING, deadLettered: 1, dispatched: 1 },
  ]);
  expect(await rowOf(poison)).toMatchObject({
    status: 'failed',
    retryCount: 3,
    lastError: 'SINK_DOWN: not now',
    claimedBy: null,
  });
  expect(sink.received).toEqual([next]);
});

test.for([
  [
    "UPDATE sys_events SET event_type = 'tag.unknown', payload = jsonb_set(payload, '{event_type}', '\"tag.unknown\"') WHERE id = $1",
    'UNKNOWN_EVENT_TYPE',
  ],
  ["UPDATE sys_events SET event_type = 'node.created' WHERE id = $1", 'EVENT_TYPE_MISMATCH'],
  ['UPDATE sys_events SET schema_version = 2 WHERE id = $1', 'EVENT_VERSION_MISMATCH'],
  ["UPDATE sys_events SET payload = '[]' WHERE id = $1", 'INVALID_EVENT'],
] as const)('what cannot be decoded goes to the dead letters alone: %s', async ([damage, code]) => {
  const sink = new Receiver();
  const [first, poison, last] = await publish(ONE, 3);
  await run(damage, [poison]);
  expect(await step(sink)).toEqual({ ...NOTHING, dispatched: 2, deadLettered: 1 });
  expect(sink.received).toEqual([first, last]);
  expect(await rowOf(poison)).toMatchObject({
    status: 'failed',
    retryCount: 0,
    lastError: expect.stringContaining(code),
  });
});

test('keeps of an error what PostgreSQL can store', async () => {
  const [id] = await publish(ONE);
  const hostile = `\0 \uD800 ${'😀'.repeat(3000)}`;
  await step({ deliver: () => Promise.reject(new Error(hostile)) });
  const { lastError } = await rowOf(id);
  expect(lastError).toBe(`\uFFFD \uFFFD ${'😀'.repeat(2044)}`);
});

test('a sink that throws something that is no error, and at once, has failed too', async () => {
  const [id] = await publish(ONE);
  const sink: EventSink = {
    deliver() {
      // eslint-disable-next-line typescript/only-throw-error
      throw 'no error';
    },
  };
  expect(await step(sink)).toEqual({ ...NOTHING, retried: 1 });
  expect(await rowOf(id)).toMatchObject({ lastError: 'no error' });
});

test('a delivery that never ends has failed after its time', async () => {
  const [id] = await publish(ONE);
  expect(await step({ deliver: () => new Promise(() => undefined) }, { deliveryTimeoutMs: 50 })).toEqual({
    ...NOTHING,
    retried: 1,
  });
  expect(await rowOf(id)).toMatchObject({ lastError: expect.stringContaining('DEADLINE_EXCEEDED') });
});

test('what a handler publishes names the envelope that it handles as its cause', async () => {
  const bus = new TransactionalEventBus({ transport });
  const effects: EventEnvelope[] = [];
  const [cause] = await publish(ONE);
  await step({
    async deliver(envelope) {
      effects.push(await bus.publish(envelope.tenantId, null, { type: 'TagCreated', data: { tag_id: TWO } }));
    },
  });
  expect(effects).toMatchObject([{ causationId: cause, correlationId: cause }]);
});

test('an event that was acknowledged while it was delivered is a lost claim, and holds nothing back', async () => {
  const published = await publish(ONE, 3);
  const received: string[] = [];
  const sink: EventSink = {
    async deliver({ id }) {
      received.push(id);
      if (id !== published[2]) await transport.acknowledge(id);
    },
  };
  expect(await step(sink)).toEqual({ ...NOTHING, claimsLost: 1 });
  expect(await drainToQuiescence({ database: db.database, sink, clock })).toEqual({
    ...NOTHING,
    claimsLost: 1,
    dispatched: 1,
  });
  expect(received).toEqual(published);
});

test('draining to quiescence takes step after step, and adds them up', async () => {
  const sink = new Receiver();
  const published = await publish(ONE, 5);
  sink.failing.add(String(published[3]));
  const total = await drainToQuiescence({ database: db.database, sink, clock, batchSize: 2 });
  expect(total).toEqual({ ...NOTHING, dispatched: 3, retried: 1 });
  expect(sink.received).toEqual(published.slice(0, 3));
});

test('a sink that publishes for everything it receives never comes to quiescence, which is an error', async () => {
  await publish(ONE);
  const deliver = vi.fn(async () => void (await publish(ONE)));
  const draining = drainToQuiescence({ database: db.database, sink: { deliver }, clock, maxSteps: 5 });
  await expect(draining).rejects.toMatchObject({ code: 'NOT_QUIESCENT' });
  expect(deliver).toHaveBeenCalledTimes(5);
});

test("takes the machine's clock and chance when given neither", async () => {
  const sink = new Receiver();
  const [id] = await publish(ONE);
  sink.failing.add(String(id));
  expect(await drain({ database: db.database, sink })).toEqual({ ...NOTHING, retried: 1 });
});
