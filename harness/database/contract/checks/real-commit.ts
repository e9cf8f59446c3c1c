import type { CapabilityCheck } from '../capability-check.ts';
import { seen } from '../seen.ts';

const capability = 'real-commit';

/** COMMIT decides, and its answer can be believed. */
export const realCommitChecks: readonly CapabilityCheck[] = [
  {
    capability,
    title: 'what was committed is there for a session that comes later',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows('BEGIN');
      await writer.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      seen('the answer to COMMIT', await writer.tag('COMMIT'), 'COMMIT');
      writer.cut();
      const reader = await session();
      seen('the row', await reader.rows(`SELECT value FROM ${table} WHERE id = 1`), [[11]]);
    },
  },
  {
    capability,
    title: 'COMMIT of a transaction in which a statement failed answers ROLLBACK and stores nothing',
    async run({ session, table }) {
      const writer = await session();
      await writer.rows('BEGIN');
      await writer.rows(`UPDATE ${table} SET value = 11 WHERE id = 1`);
      await writer.failure('SELECT no_such_column');
      seen('the failure of the next statement', await writer.failure('SELECT 1'), '25P02');
      seen('the answer to COMMIT', await writer.tag('COMMIT'), 'ROLLBACK');
      seen('the row', await writer.rows(`SELECT value FROM ${table} WHERE id = 1`), [[10]]);
    },
  },
  {
    capability,
    title: 'the fate of a transaction can be asked by its id',
    async run({ session, table }) {
      const writer = await session();
      const fateOf = async (ending: 'COMMIT' | 'ROLLBACK'): Promise<unknown> => {
        await writer.rows('BEGIN');
        await writer.rows(`UPDATE ${table} SET value = value + 1`);
        const [[id] = []] = await writer.rows('SELECT pg_current_xact_id()::text');
        await writer.rows(ending);
        const [[fate] = []] = await writer.rows(`SELECT pg_xact_status('${String(id)}'::xid8)`);
        return fate;
      };
      seen('the fate after COMMIT', await fateOf('COMMIT'), 'committed');
      seen('the fate after ROLLBACK', await fateOf('ROLLBACK'), 'aborted');
    },
  },
];
