import type { CapabilityCheck } from '../capability-check.ts';
import { seen } from '../seen.ts';
import { waitsForLock } from '../waits-for-lock.ts';

/** What takes two sessions whose transactions are open at once. */
export const concurrencyChecks: readonly CapabilityCheck[] = [
  {
    capability: 'concurrency',
    title: 'a second session reads what was committed while the first one writes',
    async run({ session, table }) {
      const [writer, reader] = [await session(), await session()];
      await writer.rows('BEGIN');
      await writer.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      seen('the row, before COMMIT', await reader.rows(`SELECT value FROM ${table} WHERE id = 1`), [[10]]);
      await writer.rows('COMMIT');
      seen('the row, after it', await reader.rows(`SELECT value FROM ${table} WHERE id = 1`), [[11]]);
    },
  },
  {
    capability: 'concurrency',
    title: 'two writers of one row take turns, and neither update is lost',
    async run({ session, table, database }) {
      const [first, second] = [await session(), await session()];
      await first.rows('BEGIN');
      await first.rows(`UPDATE ${table} SET value = value + 1 WHERE id = 1`);
      const waiting = second.rows(`UPDATE ${table} SET value = value + 1 WHERE id = 1`);
      await waitsForLock(await session(database.adminUrl), second, waiting);
      await first.rows('COMMIT');
      await waiting;
      seen('the row', await second.rows(`SELECT value FROM ${table} WHERE id = 1`), [[12]]);
    },
  },
  {
    capability: 'concurrency',
    title: 'REPEATABLE READ keeps its snapshot and refuses the lost update with 40001',
    async run({ session, table }) {
      const [first, second] = [await session(), await session()];
      await first.rows('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await first.rows(`SELECT * FROM ${table}`);
      await second.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      seen('the row', await first.rows(`SELECT value FROM ${table} WHERE id = 1`), [[10]]);
      seen('the update', await first.failure(`UPDATE ${table} SET value = 12 WHERE id = 1`), '40001');
    },
  },
  {
    capability: 'concurrency',
    title: 'a deadlock ends with 40P01 for one of its two',
    async run({ session, table, database }) {
      const [first, second] = [await session(), await session()];
      for (const each of [first, second]) await each.rows('BEGIN');
      await first.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      await second.rows(`UPDATE ${table} SET value = 22 WHERE id = 2`);
      const loser = async (of: typeof first, id: number): Promise<string> => {
        const outcome = await of.failure(`UPDATE ${table} SET value = 33 WHERE id = ${id}`);
        await of.rows('ROLLBACK');
        return outcome;
      };
      const one = loser(first, 2);
      await waitsForLock(await session(database.adminUrl), first, one);
      const outcomes = await Promise.all([one, loser(second, 1)]);
      seen('the outcomes', outcomes.toSorted(), ['40P01', 'no error']);
    },
  },
  {
    capability: 'serializable',
    title: 'write skew under SERIALIZABLE is refused with 40001',
    async run({ session, table }) {
      const [first, second] = [await session(), await session()];
      for (const each of [first, second]) {
        await each.rows('BEGIN ISOLATION LEVEL SERIALIZABLE');
        await each.rows(`SELECT sum(value) FROM ${table}`);
      }
      await first.rows(`UPDATE ${table} SET value = 0 WHERE id = 1`);
      const late = await second.failure(`UPDATE ${table} SET value = 0 WHERE id = 2`);
      await first.rows('COMMIT');
      seen('the second one', late === '40001' ? late : await second.failure('COMMIT'), '40001');
    },
  },
  {
    capability: 'skip-locked',
    title: 'a second claim passes over the row that the first one holds',
    async run({ session, table }) {
      const claim = `SELECT id FROM ${table} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`;
      const [first, second] = [await session(), await session()];
      for (const each of [first, second]) await each.rows('BEGIN');
      seen('the first claim', await first.rows(claim), [[1]]);
      seen('the second claim', await second.rows(claim), [[2]]);
    },
  },
  {
    capability: 'advisory-locks',
    title: 'a session’s lock keeps another one out until it is released',
    async run({ session, table }) {
      const [first, second] = [await session(), await session()];
      const take = `SELECT pg_try_advisory_lock(hashtext('${table}'))`;
      seen('the first attempt', await first.rows(take), [[true]]);
      seen('the second one', await second.rows(take), [[false]]);
      await first.rows(`SELECT pg_advisory_unlock(hashtext('${table}'))`);
      seen('the third one', await second.rows(take), [[true]]);
    },
  },
  {
    capability: 'two-phase-commit',
    title: 'a prepared transaction is committed by another session',
    async run({ session, table }) {
      const [first, second] = [await session(), await session()];
      await first.rows('BEGIN');
      await first.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      await first.rows(`PREPARE TRANSACTION '${table}'`);
      first.cut();
      try {
        seen('the row, before', await second.rows(`SELECT value FROM ${table} WHERE id = 1`), [[10]]);
        await second.rows(`COMMIT PREPARED '${table}'`);
        seen('the row, after', await second.rows(`SELECT value FROM ${table} WHERE id = 1`), [[11]]);
      } finally {
        // What stays prepared keeps its database from being dropped.
        await second.failure(`ROLLBACK PREPARED '${table}'`);
      }
    },
  },
];
