import { expect, test } from 'vitest';
import { systemContext } from '../../src/access/index.ts';
import type { JsonValue } from '../../src/events/index.ts';
import { createServices } from '../../src/services.ts';
import { mockEventBus } from '../bus/index.ts';
import { openAdminConnection } from '../counting/index.ts';
import { createTestDatabase, setupTestDb } from '../database/index.ts';
import { assertMatchesCommittedState, assertPublished, outboxSource, watchCommittedState } from './index.ts';

const tenantId = '0190b3c4-6c1e-7a3b-9d2e-3f4a5b6c7d01';

test('the reference is held to the specification’s table, in both directions', async () => {
  await using db = await setupTestDb();
  await using events = await mockEventBus({ database: db.database });
  await using services = await createServices({ database: db.database, transport: events.transport });
  const query = (sql: string) => db.database.sequelize.query(sql);
  await query(`INSERT INTO tenants (id, name, slug) VALUES ('${tenantId}', 'One', 'one')`);
  const state = await watchCommittedState({ url: db.testDatabase.url });
  await assertMatchesCommittedState(events, state);

  const translations = [{ locale: 'en', title: 'Hello' }];
  const node = await services.nodes.create(systemContext(tenantId), { kind: 'post', translations });
  await assertMatchesCommittedState(events, state);

  await query(`UPDATE nodes SET status = 'published', version = version + 1 WHERE id = '${node.id}'`);
  // The rows now say that it was created published.
  await expect(assertMatchesCommittedState(events, state)).rejects.toThrow(
    /^expected the events to be those that the committed rows ask for\nlost: committed state asks for node\.published \{"node_id":"[^"]+","kind":"post"\}, it was never published\n/,
  );
  await query(`DELETE FROM nodes WHERE id = '${node.id}'`);
  await expect(assertMatchesCommittedState(events, state)).rejects.toThrow(/\nghost: published node\.created \{/);
  await state.restart();
  events.reset();
  await assertMatchesCommittedState(events, state);
});

test('rows of one’s own are held to the mapping given for them', async () => {
  await using database = await createTestDatabase();
  await using connection = await openAdminConnection(database.url);
  await connection.query('CREATE TABLE "order" (id int PRIMARY KEY, paid boolean NOT NULL DEFAULT false)');
  const published: { type: string; data: { id: number } }[] = [];
  const source = { published: async () => published };
  const state = await watchCommittedState({
    url: database.url,
    mapping: {
      order: (before, after) => {
        const id = Number((after ?? before)?.['id']);
        if (before === undefined) return { type: 'order.placed', data: { id } };
        if (after === undefined) return { type: 'order.removed', data: { id } };
        return after['paid'] === true ? [{ type: 'order.paid', data: { id } }] : null;
      },
    },
  });
  await connection.query('INSERT INTO "order" (id) VALUES (1)');
  await expect(assertMatchesCommittedState(source, state)).rejects.toThrow(
    'lost: committed state asks for order.placed {"id":1}, it was never published',
  );
  published.push({ type: 'order.placed', data: { id: 1 } });
  await assertMatchesCommittedState(source, state);
  await state.restart();
  published.length = 0;
  await connection.query('UPDATE "order" SET paid = true');
  published.push({ type: 'order.paid', data: { id: 1 } });
  await assertMatchesCommittedState(source, state);
  published.push({ type: 'order.paid', data: { id: 1 } });
  await expect(assertMatchesCommittedState(source, state)).rejects.toThrow(
    'ghost: published order.paid {"id":1}, which nothing committed asks for',
  );
});

test('keys beyond 2^53 are told apart, in rows as in events', async () => {
  await using database = await createTestDatabase();
  const { url } = database;
  await using connection = await openAdminConnection(url);
  await connection.query('CREATE TABLE orders (id bigint PRIMARY KEY)');
  await connection.query('CREATE TABLE outbox (type text, data jsonb)');
  const source = outboxSource({ url, sql: 'SELECT type, data FROM outbox' });
  const placed = (_before: unknown, after?: { readonly [field: string]: JsonValue }) =>
    after === undefined ? null : { type: 'order.placed', data: { id: after['id'] ?? null } };
  const state = await watchCommittedState({ url, mapping: { orders: placed } });
  await connection.query('INSERT INTO orders VALUES (9007199254740992), (9007199254740993)');
  await connection.query(`INSERT INTO outbox VALUES ('order.placed', '{"id": 9007199254740992}')`);
  await expect(assertPublished(source, 'order.placed', { id: '9007199254740993' })).rejects.toThrow(
    /- .*'9007199254740993'[^]*\+ .*'9007199254740992'/,
  );
  await expect(assertMatchesCommittedState(source, state)).rejects.toThrow(
    'lost: committed state asks for order.placed {"id":"9007199254740993"}, it was never published',
  );
  await connection.query(`INSERT INTO outbox VALUES ('order.placed', '{"id": 9007199254740993}')`);
  await assertMatchesCommittedState(source, state);
});
