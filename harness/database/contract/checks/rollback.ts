import type { CapabilityCheck } from '../capability-check.ts';
import { seen } from '../seen.ts';

/** What is undone, for one session that has the database to itself. */
export const rollbackChecks: readonly CapabilityCheck[] = [
  {
    capability: 'rollback',
    title: 'ROLLBACK undoes inserts, updates and deletes',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows('BEGIN');
      await writer.rows(`INSERT INTO ${table} VALUES (3, 30)`);
      await writer.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      await writer.rows(`DELETE FROM ${table} WHERE id = 2`);
      seen('the answer to ROLLBACK', await writer.tag('ROLLBACK'), 'ROLLBACK');
      seen('the rows', await writer.rows(`SELECT id, value FROM ${table} ORDER BY id`), untouched);
    },
  },
  {
    capability: 'rollback',
    title: 'a statement that fails half-way leaves nothing',
    async run({ session, table }) {
      const writer = await session();
      seen('the failure', (await writer.failure(`INSERT INTO ${table} VALUES (3, 30), (1, 99)`)) === 'no error', false);
      seen('the rows', await writer.rows(`SELECT id, value FROM ${table} ORDER BY id`), untouched);
    },
  },
  {
    capability: 'rollback',
    title: 'a connection that is cut in its transaction leaves nothing',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows('BEGIN');
      await writer.rows(`DELETE FROM ${table}`);
      writer.cut();
      const reader = await session();
      // Waits for the cut session's end where it must: the row is locked until then.
      await reader.rows(`UPDATE ${table} SET value = value WHERE id = 1`);
      seen('the rows', await reader.rows(`SELECT id, value FROM ${table} ORDER BY id`), untouched);
    },
  },
  {
    capability: 'savepoints',
    title: 'ROLLBACK TO undoes what came after the savepoint, and nothing before it',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows('BEGIN');
      await writer.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      await writer.rows('SAVEPOINT one');
      await writer.rows(`UPDATE ${table} SET value = 22 WHERE id = 2`);
      await writer.rows('ROLLBACK TO SAVEPOINT one');
      await writer.rows('COMMIT');
      seen('the rows', await writer.rows(`SELECT id, value FROM ${table} ORDER BY id`), [
        [1, 11],
        [2, 20],
      ]);
    },
  },
  {
    capability: 'savepoints',
    title: 'a transaction goes on after a failure inside a savepoint',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows('BEGIN');
      await writer.rows('SAVEPOINT one');
      await writer.failure(`INSERT INTO ${table} VALUES (1, 99)`);
      await writer.rows('ROLLBACK TO SAVEPOINT one');
      await writer.rows(`INSERT INTO ${table} VALUES (3, 30)`);
      seen('the answer to COMMIT', await writer.tag('COMMIT'), 'COMMIT');
      seen('the row', await writer.rows(`SELECT value FROM ${table} WHERE id = 3`), [[30]]);
    },
  },
  {
    capability: 'transactional-ddl',
    title: 'a table made and a row written in a transaction go with its ROLLBACK',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows('BEGIN');
      await writer.rows(`CREATE TABLE ${table}_more (id int)`);
      await writer.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      await writer.rows('ROLLBACK');
      seen('the rows', await writer.rows(`SELECT id, value FROM ${table} ORDER BY id`), untouched);
      seen('a read of the table', (await writer.failure(`SELECT * FROM ${table}_more`)) === 'no error', false);
    },
  },
];

const untouched = [
  [1, 10],
  [2, 20],
];
