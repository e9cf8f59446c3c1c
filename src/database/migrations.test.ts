import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../harness/database/index.ts';
import {
  type Database,
  QueryTypes,
  migrateDown,
  migrateUp,
  migrations,
  migrationsHash,
  openDatabase,
} from './index.ts';

let testDatabase: TestDatabase;
let database: Database;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase({ url: testDatabase.url });
});
afterEach(async () => {
  await database.close();
  await testDatabase[Symbol.asyncDispose]();
});

const names = migrations.map(({ name }) => name);
const rows = (sql: string) => database.sequelize.query<Record<string, unknown>>(sql, { type: QueryTypes.SELECT });
const schema = () =>
  rows(`SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, pg_get_expr(d.adbin, d.adrelid) AS value
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace ORDER BY c.relname, a.attname`);

test('applies every migration once, in order', async () => {
  expect(await migrateUp(database)).toEqual(names);
  expect(await migrateUp(testDatabase.url)).toEqual([]);
});

test('takes one back, or all, and applies them again to the same schema', async () => {
  await migrateUp(database);
  const before = await schema();
  expect(await migrateDown(database)).toEqual(names.slice(-1));
  expect(await migrateDown(database, { to: 0 })).toEqual(names.slice(0, -1).toReversed());
  expect(
    await rows(
      "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname !~ 'schema_migrations' AND relowner = current_user::regrole",
    ),
  ).toEqual([]);
  expect(await migrateUp(database, { to: '0001-tables' })).toEqual(names.slice(0, 1));
  await migrateUp(database);
  expect(await schema()).toEqual(before);
});

test('two migrators at once take turns', async () => {
  const applied = await Promise.all([migrateUp(testDatabase.url), migrateUp(testDatabase.url)]);
  expect(applied.flat()).toEqual(names);
});

test('a migration that fails leaves nothing of itself and no record', async () => {
  await migrateUp(database, { to: '0001-tables' });
  await database.sequelize.query('CREATE INDEX idx_sys_events_type_version ON sys_events (id)');
  await expect(migrateUp(database)).rejects.toThrow(/idx_sys_events_type_version/);
  expect(
    await rows("SELECT 1 FROM pg_attribute WHERE attrelid = 'sys_events'::regclass AND attname = 'event_type'"),
  ).toEqual([]);
  expect(await rows('SELECT name FROM schema_migrations')).toEqual([{ name: '0001-tables' }]);
});

test('a server that is not there is an unavailable dependency', async () => {
  const url = new URL(testDatabase.tcpUrl);
  url.port = '1';
  await expect(migrateUp(url.href)).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
});

test('waiting for another migrator is bounded', async () => {
  await database.sequelize.transaction(async (transaction) => {
    await database.sequelize.query('SELECT pg_advisory_xact_lock(7215001)', { transaction });
    await expect(migrateUp(testDatabase.url, { deadlineMs: 200 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  });
});

test('versioning takes type and version from the payloads, and goes down and up again without loss', async () => {
  await migrateUp(database, { to: '0001-tables' });
  const payloads = [
    { event_type: 'node.created', schema_version: 1 },
    { event_type: 'node.updated', schema_version: 32_767 },
  ];
  await insertPayloads(payloads);
  await migrateUp(database);
  const columns = () => rows('SELECT event_type, schema_version FROM sys_events ORDER BY created_at, id');
  const events = () => rows('SELECT * FROM sys_events ORDER BY created_at, id');
  expect(await columns()).toEqual(payloads);
  const before = await events();
  await migrateDown(database);
  await migrateUp(database);
  expect(await events()).toEqual(before);
});

test('a payload without type and version does not stop the migration; its row gets a type that no catalogue knows', async () => {
  await migrateUp(database, { to: '0001-tables' });
  const payloads = [
    {},
    { event_type: '', schema_version: 0 },
    { event_type: 'x'.repeat(256), schema_version: 32_768 },
    { event_type: null, schema_version: 'one' },
    [],
    'text',
  ];
  await insertPayloads(payloads);
  await migrateUp(database);
  expect(await rows('SELECT DISTINCT event_type, schema_version FROM sys_events')).toEqual([
    { event_type: 'unknown', schema_version: 1 },
  ]);
});

async function insertPayloads(payloads: readonly unknown[]): Promise<void> {
  for (const payload of payloads) {
    await database.sequelize.query(
      'INSERT INTO sys_events (id, payload, tenant_id) VALUES (gen_random_uuid(), $1::jsonb, gen_random_uuid())',
      {
        bind: [JSON.stringify(payload)],
      },
    );
  }
}

test('the hash changes with the content of a migration', async () => {
  const before = migrationsHash();
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  const changed = vi.spyOn(migrations, 'map').mockReturnValue([['0001-tables', 'other', 'content']]);
  expect(migrationsHash()).not.toBe(before);
  changed.mockRestore();
  expect(migrationsHash()).toBe(before);
});
