import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../src/database/index.ts';
import { type MockEventBus, mockEventBus } from '../bus/index.ts';
import { type TestDb, cleanupTestDb, setupTestDb } from '../database/index.ts';
import { assertPublished, assertPublishedExactly, assertPublishedNothing } from './index.ts';

const tenantId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d01';
const tagId = '0190b3c4-6c1e-7a3b-9d2e-000000000010';
const otherTagId = '0190b3c4-6c1e-7a3b-9d2e-000000000011';
const tagged = (target_type: string) =>
  ({ type: 'TagAttached', data: { tag_id: tagId, target_type, target_id: otherTagId } }) as const;

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

const publish = (event: Parameters<MockEventBus['bus']['publish']>[2]) => events.bus.publish(tenantId, null, event);
const tagCreated = { type: 'TagCreated', data: { tag_id: tagId } } as const;

test('an event is found by its type, and by any part of its data', async () => {
  await publish(tagged('node'));
  await assertPublished(events, 'tag.attached');
  await assertPublished(events, 'tag.attached', { tag_id: tagId });
  await assertPublished(events, 'tag.attached', { target_type: expect.stringMatching(/^no/) as string });
});

test('an event that was not published fails with those that were', async () => {
  await publish(tagCreated);
  await expect(assertPublished(events, 'node.created')).rejects.toThrow(
    /^expected the bus to have published node\.created\npublished was tag\.created\n/,
  );
});

test('an event with other data fails with the difference to the nearest one', async () => {
  await publish(tagged('node'));
  await publish(tagged('user'));
  const failure = assertPublished(events, 'tag.attached', { tag_id: otherTagId, target_type: 'user' });
  await expect(failure).rejects.toMatchObject({
    message: expect.stringContaining(`\n-   tag_id: '${otherTagId}',`) as string,
    expected: { tag_id: otherTagId, target_type: 'user' },
    actual: { tag_id: tagId, target_type: 'user' },
  });
  await expect(failure).rejects.toThrow('it published tag.attached with other data (2 times; the nearest is shown)');
});

test('an event of an open transaction, and of one that rolled back, is not published, and the message says so', async () => {
  await inTransaction(db.database, async (transaction) => {
    const { id } = await events.bus.publishInTransaction(transaction, tenantId, null, tagCreated);
    await assertPublishedNothing(events);
    await expect(assertPublished(events, 'tag.created')).rejects.toThrow(
      `What led there:\n    * tag.created ${id} staged`,
    );
    throw new Error('changed my mind');
  }).catch(() => undefined);
  await assertPublishedNothing(events);
  await expect(assertPublished(events, 'tag.created')).rejects.toThrow(/\* tag\.created \S+ discarded/);
});

test('an exact list is compared in order, none more and none less', async () => {
  await publish(tagCreated);
  await publish(tagged('node'));
  await assertPublishedExactly(events, ['tag.created', ['tag.attached', { target_type: 'node' }]]);
  for (const wrong of [
    ['tag.created'],
    ['tag.attached', 'tag.created'],
    ['tag.created', 'tag.attached', 'tag.detached'],
    ['tag.created', ['tag.attached', { target_type: 'user' }]],
  ] as const) {
    await expect(assertPublishedExactly(events, wrong)).rejects.toThrow(
      /expected the bus to have published exactly tag.*\npublished was tag\.created, tag\.attached/,
    );
  }
  await expect(
    assertPublishedExactly(events, ['tag.created', ['tag.attached', { target_type: 'user' }]]),
  ).rejects.toMatchObject({
    expected: [{ type: 'tag.created' }, { type: 'tag.attached', data: { target_type: 'user' } }],
    actual: [{ type: 'tag.created' }, { type: 'tag.attached', data: { target_type: 'node' } }],
  });
});

test('nothing fails with what was published', async () => {
  await publish(tagCreated);
  await expect(assertPublishedNothing(events)).rejects.toThrow(
    /^expected the bus to have published nothing\npublished was tag\.created\n[^]*\* tag\.created \S+ published$/,
  );
});

test('the type and the data are those of the catalogue', () => {
  // @ts-expect-error -- not an event of the catalogue
  void (() => assertPublished(events, 'node.exploded'));
  // @ts-expect-error -- not in the data of that event
  void (() => assertPublished(events, 'tag.created', { colour: 'red' }));
});

test('events of one’s own are read in whatever shape they come', async () => {
  const rows = {
    published: async () => [
      { id: 'a', type: 'order.placed', payload: { total: 3 } },
      { id: 'a', type: 'order.placed', payload: { total: 3 } },
      { event_id: 'b', event_type: 'order.paid', data: { total: 3 } },
      { event_type: 'order.sent', payload: { event: { type: 'OrderSent', data: { by: 'post' } } } },
    ],
  };
  await assertPublishedExactly(rows, [
    ['order.placed', { total: 3 }],
    ['order.paid', { total: 3 }],
    ['order.sent', { by: 'post' }],
  ]);
});

test.each([undefined, 5, Promise.resolve(), { publish: () => undefined }])('%s is no bus', async (source) => {
  const refusal = {
    code: 'INVALID_CONFIGURATION',
    message: expect.stringMatching(/^The bus is not valid: .*must be an object with the method published/) as string,
  };
  await expect(assertPublished(source as never, 'tag.created' as never)).rejects.toMatchObject(refusal);
  await expect(assertPublishedExactly(source as never, [])).rejects.toMatchObject(refusal);
  await expect(assertPublishedNothing(source as never)).rejects.toMatchObject(refusal);
});
