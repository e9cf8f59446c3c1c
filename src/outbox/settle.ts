import { type Database, QueryTypes, withinDeadline } from '../database/index.ts';
import type { Claim, ClaimedRow } from './claim.ts';

const LONGEST_ERROR = 2048;

/** Ends the claim on a row in one of three ways; each returns false when the claim was lost meanwhile, and changes nothing then. */
export interface Settlement {
  dispatched(row: ClaimedRow, at: Date): Promise<boolean>;
  retryAt(row: ClaimedRow, at: Date, error: unknown): Promise<boolean>;
  deadLetter(row: ClaimedRow, failures: number, error: unknown): Promise<boolean>;
  /** Gives rows back that were not attempted. */
  release(rows: readonly ClaimedRow[]): Promise<void>;
}

/** Settles the rows of one claim. */
export function settlementOf(database: Database, claim: Claim): Settlement {
  const settle = async (ids: readonly string[], set: string, values: readonly unknown[] = []): Promise<number> => {
    const rows = await withinDeadline(database, 'Settling a claimed event', () =>
      database.sequelize.query(
        `UPDATE sys_events SET claimed_by = NULL, claimed_at = NULL${set}
         WHERE id = ANY($1::uuid[]) AND claimed_by = $2 AND status = 'pending' RETURNING id`,
        { bind: [ids, claim.claimedBy, ...values], type: QueryTypes.SELECT },
      ),
    );
    return rows.length;
  };
  const settleOne = async (row: ClaimedRow, set: string, values: readonly unknown[]) =>
    (await settle([row.id], set, values)) === 1;
  return {
    dispatched: (row, at) =>
      settleOne(row, ", status = 'dispatched', dispatched_at = $3::timestamptz", [at.toISOString()]),
    retryAt: (row, at, error) =>
      settleOne(row, ', retry_count = retry_count + 1, next_attempt_at = $3::timestamptz, last_error = $4', [
        at.toISOString(),
        shortMessage(error),
      ]),
    deadLetter: (row, failures, error) =>
      settleOne(row, ", status = 'failed', retry_count = $3::int, last_error = $4", [failures, shortMessage(error)]),
    release: async (rows) =>
      void (await settle(
        rows.map(({ id }) => id),
        '',
      )),
  };
}

/** What PostgreSQL can store of an error: no NUL, no lone surrogate, at most 2048 characters. */
function shortMessage(error: unknown): string {
  const message = error instanceof Error ? `${codeOf(error)}${error.message}` : String(error);
  return Array.from(message.replaceAll('\0', '\uFFFD').toWellFormed()).slice(0, LONGEST_ERROR).join('');
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
}
