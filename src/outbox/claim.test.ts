import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type TestDb, cleanupTestDb, setupTestDb } from '../../harness/database/index.ts';
import { QueryTypes, inTransaction } from '../database/index.ts';
import { type EventEnvelope, createEnvelope } from '../events/index.ts';
import { type DrainOptions, type EventSink, OutboxTransport, drain, sysEventModel } from './index.ts';

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

test('what another relay has claimed is its own for a minute, with all that follows of the tenant', async () => {
  const sink = new Receiver();
  const [claimed, next] = await publish(ONE, 2);
  const [foreign] = await publish(TWO);
  await run("UPDATE sys_events SET claimed_by = 'another', claimed_at = $2::timestamptz WHERE id = $1", [
    claimed,
    clock.now().toISOString(),
  ]);
  tick(59);
  await step(sink);
  expect(sink.received).toEqual([foreign]);
  tick(1);
  await step(sink);
  expect(sink.received).toEqual([foreign, claimed, next]);
});

test('an event behind one that somebody has locked waits', async () => {
  const sink = new Receiver();
  const [locked, next] = await publish(ONE, 2);
  const [foreign] = await publish(TWO);
  await inTransaction(db.database, async (transaction) => {
    await db.database.sequelize.query('SELECT FROM sys_events WHERE id = $1 FOR UPDATE', {
      bind: [locked],
      transaction,
    });
    await step(sink);
    expect(sink.received).toEqual([foreign]);
  });
  await step(sink);
  expect(sink.received).toEqual([foreign, locked, next]);
});

test('a relay that lost its claim records nothing, and delivers nothing more of it', async () => {
  const successor = new Receiver();
  const published = await publish(ONE, 3);
  const slow = new Receiver();
  const result = await step({
    async deliver(envelope) {
      tick(60);
      await step(successor);
      await slow.deliver(envelope);
    },
  });
  expect(result).toEqual({ ...NOTHING, claimsLost: 1 });
  expect(slow.received).toEqual(published.slice(0, 1));
  expect(successor.received).toEqual(published);
});

test('a relay whose claims are void stops, though nobody has taken them over', async () => {
  const sink = new Receiver();
  const published = await publish(ONE, 2);
  const result = await step({
    async deliver(envelope) {
      await sink.deliver(envelope);
      tick(60);
    },
  });
  expect(result).toEqual({ ...NOTHING, dispatched: 1, claimsLost: 1 });
  await step(sink);
  expect(sink.received).toEqual(published);
});

test('relays at once deliver each event once, in the order of its tenant', async () => {
  const tenants = [ONE, TWO, '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d03'];
  const published = new Map<string, string[]>();
  for (const tenantId of tenants) published.set(tenantId, await publish(tenantId, 20));
  const received = new Map<string, string[]>(tenants.map((tenantId) => [tenantId, []]));
  const sink: EventSink = {
    async deliver({ tenantId, id }) {
      await new Promise(setImmediate);
      received.get(tenantId)?.push(id);
    },
  };
  const relay = async () => {
    while ([...received.values()].flat().length < 60) await step(sink, { batchSize: 4 });
  };
  await Promise.all([relay(), relay(), relay(), relay()]);
  expect(received).toEqual(published);
});

test('a relay that meets another one claiming takes what is not of the same tenant', async () => {
  const [held, heldToo, later] = await publish(ONE, 3);
  const [foreign] = await publish(TWO);
  await run(`
    CREATE FUNCTION wait_in_claim() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END';
    CREATE TRIGGER wait_in_claim AFTER UPDATE OF claimed_by ON sys_events FOR EACH ROW WHEN (NEW.id = '${held}') EXECUTE FUNCTION wait_in_claim()`);
  const first = new Receiver();
  const second = new Receiver();
  let claiming: Promise<unknown> | undefined;
  await inTransaction(db.database, async (transaction) => {
    await db.database.sequelize.query('SELECT pg_advisory_xact_lock(4711)', { transaction });
    claiming = step(first, { batchSize: 2 });
    const isWaiting = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711 AND NOT granted";
    await vi.waitUntil(
      async () => (await db.database.sequelize.query(isWaiting, { type: QueryTypes.SELECT })).length > 0,
      { timeout: 20_000 },
    );
    await step(second);
    expect(second.received).toEqual([foreign]);
  });
  await claiming;
  await run('DROP FUNCTION wait_in_claim CASCADE');
  await step(second);
  expect([first.received, second.received]).toEqual([
    [held, heldToo],
    [foreign, later],
  ]);
});

test('a relay whose claims were taken over leaves them alone, and delivers nothing more', async () => {
  const sink = new Receiver();
  const published = await publish(ONE, 2);
  const result = await step({
    async deliver(envelope) {
      await sink.deliver(envelope);
      await run("UPDATE sys_events SET claimed_by = 'another'");
    },
  });
  expect([result, sink.received]).toEqual([{ ...NOTHING, claimsLost: 1 }, published.slice(0, 1)]);
  expect(await rowOf(published[0])).toMatchObject({ status: 'pending', claimedBy: 'another' });
});
