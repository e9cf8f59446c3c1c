import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type TestDb, cleanupTestDb, setupTestDb } from '../../harness/database/index.ts';
import { QueryTypes } from './index.ts';

let db: TestDb;
beforeAll(async () => {
  db = await setupTestDb();
});
afterAll(async () => {
  await cleanupTestDb(db);
});

const id = (last: number) => `0190b3c4-6c1e-7a3b-9d2e-00000000000${last}`;
const [ONE, TWO, AUTHOR, STRANGER, NODE, CHILD] = [id(1), id(2), id(3), id(4), id(5), id(6)] as const;
const run = (sql: string) => db.database.sequelize.query(sql);
const rows = (sql: string) => db.database.sequelize.query<Record<string, unknown>>(sql, { type: QueryTypes.SELECT });
const translate = (node: string, tenant: string, slug: string, locale = 'en') =>
  `INSERT INTO node_translations (id, tenant_id, node_id, locale, slug) VALUES (gen_random_uuid(), '${tenant}', '${node}', '${locale}', '${slug}')`;

beforeEach(async () => {
  await run('DELETE FROM tenants');
  await run(`
    INSERT INTO tenants (id, name, slug) VALUES ('${ONE}', 'One', 'one'), ('${TWO}', 'Two', 'two');
    INSERT INTO users (id, tenant_id, email, role) VALUES ('${AUTHOR}', '${ONE}', 'a@one.test', 'admin'), ('${STRANGER}', '${TWO}', 'a@two.test', 'admin');
    INSERT INTO nodes (id, tenant_id, kind, author_id) VALUES ('${NODE}', '${ONE}', 'post', '${AUTHOR}');`);
});

async function violated(sql: string): Promise<unknown> {
  const error: unknown = await run(sql).catch((reason: unknown) => reason);
  return (error as { parent?: { constraint?: string } }).parent?.constraint;
}

test('no parent and no author of another tenant can be named', async () => {
  const node = (column: string, value: string) =>
    `INSERT INTO nodes (id, tenant_id, kind, ${column}) VALUES ('${CHILD}', '${TWO}', 'post', '${value}')`;
  expect(await violated(node('parent_id', NODE))).toBe('fk_nodes_parent');
  expect(await violated(node('author_id', AUTHOR))).toBe('fk_nodes_author');
  expect(await violated(translate(NODE, TWO, 'mine'))).toBe('fk_node_translations_node');
});

test('the end of an author leaves the node in its tenant, without an author', async () => {
  await run(`DELETE FROM users WHERE id = '${AUTHOR}'`);
  expect(await rows('SELECT tenant_id, author_id FROM nodes')).toEqual([{ tenant_id: ONE, author_id: null }]);
});

test('the end of a node takes its children, translations and bodies with it, that of a tenant everything', async () => {
  await run(`INSERT INTO nodes (id, tenant_id, kind, parent_id) VALUES ('${CHILD}', '${ONE}', 'comment', '${NODE}')`);
  await run(translate(CHILD, ONE, 'child'));
  await run(`INSERT INTO bodies (id, node_id, locale) VALUES (gen_random_uuid(), '${CHILD}', 'en')`);
  await run(`DELETE FROM nodes WHERE id = '${NODE}'`);
  const count =
    'SELECT (SELECT count(*)::int FROM nodes) + (SELECT count(*)::int FROM node_translations) + (SELECT count(*)::int FROM bodies) AS left';
  expect(await rows(count)).toEqual([{ left: 0 }]);
  await run(`DELETE FROM tenants WHERE id = '${ONE}'`);
  expect(await rows('SELECT id FROM users')).toEqual([{ id: STRANGER }]);
});

test('a slug is unique by tenant and locale among the nodes that are not deleted', async () => {
  await run(`INSERT INTO nodes (id, tenant_id, kind) VALUES ('${CHILD}', '${ONE}', 'post')`);
  await run(translate(NODE, ONE, 'hello'));
  expect(await violated(translate(CHILD, ONE, 'hello'))).toBe('uq_node_translations_live_slug');
  await run(translate(CHILD, ONE, 'hello', 'de'));
  await run(`UPDATE nodes SET deleted_at = now() WHERE id = '${NODE}'`);
  await run(translate(CHILD, ONE, 'hello'));
  expect(await violated(`UPDATE nodes SET deleted_at = NULL WHERE id = '${NODE}'`)).toBe(
    'uq_node_translations_live_slug',
  );
});

test('live follows the deletion of the node, whatever the writer says', async () => {
  const live = () => rows('SELECT live FROM node_translations ORDER BY locale');
  await run(translate(NODE, ONE, 'hello'));
  await run('UPDATE node_translations SET live = false');
  expect(await live()).toEqual([{ live: true }]);
  await run(`UPDATE nodes SET deleted_at = now() WHERE id = '${NODE}'`);
  await run(translate(NODE, ONE, 'late', 'fr'));
  expect(await live()).toEqual([{ live: false }, { live: false }]);
  await run('UPDATE nodes SET deleted_at = NULL');
  expect(await live()).toEqual([{ live: true }, { live: true }]);
});

test('a translation added while its node is being deleted waits, and is not live', async () => {
  const deleting = await db.database.sequelize.transaction();
  await db.database.sequelize.query('UPDATE nodes SET deleted_at = now()', { transaction: deleting });
  let isAdded = false;
  const adding = run(translate(NODE, ONE, 'late')).then(() => (isAdded = true));
  await vi.waitUntil(
    async () =>
      isAdded ||
      (await rows("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"))
        .length > 0,
    { timeout: 20_000 },
  );
  await deleting.commit();
  await adding;
  expect(await rows('SELECT live FROM node_translations')).toEqual([{ live: false }]);
});

test.for([
  [
    `INSERT INTO users (id, tenant_id, email, role) VALUES ('${id(7)}', '${ONE}', 'a@one.test', 'customer')`,
    'uq_users_tenant_email',
  ],
  [
    `INSERT INTO users (id, tenant_id, email, role) VALUES ('${id(7)}', '${ONE}', 'b@one.test', 'king')`,
    'ck_users_role',
  ],
  [`INSERT INTO tenants (id, name, slug) VALUES ('${id(7)}', 'Three', 'one')`, 'uq_tenants_slug'],
  ["UPDATE nodes SET status = 'lost'", 'ck_nodes_status'],
  ['UPDATE nodes SET position = -1', 'ck_nodes_position'],
  [`UPDATE nodes SET metadata = '[]'`, 'ck_nodes_metadata'],
  [`INSERT INTO bodies (id, node_id, locale, format) VALUES ('${id(7)}', '${NODE}', 'en', 'rtf')`, 'ck_bodies_format'],
  [`INSERT INTO idempotency_keys VALUES ('${id(7)}', 'key', repeat('0', 64))`, 'fk_idempotency_keys_tenant'],
] as const)('refuses %s by %s', async ([sql, constraint]) => {
  expect(await violated(sql)).toBe(constraint);
});
