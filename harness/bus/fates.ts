import { type Database, QueryTypes, wasRolledBack } from '../../src/database/index.ts';
import type { Capture } from './capturing-transport.ts';

/** `staged`: written in a transaction that is undecided; `published`: in a committed row; `discarded`: neither will come. */
export type Fate = 'staged' | 'published' | 'discarded';

/** Asks the server for the fate of each capture, on the observer's connection. */
export async function fatesOf(observer: Database, captures: readonly Capture[]): Promise<Map<Capture, Fate>> {
  const undecided = await undecidedTransactions(observer, captures);
  // Read after the transactions' states: what those call committed is visible here.
  const written = await writtenIds(observer, captures);
  return new Map(
    captures.map((capture) => {
      if (written.has(capture.envelope.id)) return [capture, 'published'];
      return [capture, isStaged(capture, undecided) ? 'staged' : 'discarded'];
    }),
  );
}

function isStaged({ isRunning, transaction, transactionId }: Capture, undecided: ReadonlySet<string>): boolean {
  if (isRunning) return true;
  if (transaction !== null && wasRolledBack(transaction)) return false;
  return transactionId !== null && undecided.has(transactionId);
}

async function undecidedTransactions(observer: Database, captures: readonly Capture[]): Promise<Set<string>> {
  const ids = [...new Set(captures.flatMap(({ transactionId }) => transactionId ?? []))];
  const rows = await observer.sequelize.query<{ id: string }>(
    "SELECT id FROM unnest($1::text[]) AS asked(id) WHERE pg_xact_status(id::xid8) = 'in progress'",
    { bind: [ids], type: QueryTypes.SELECT },
  );
  return new Set(rows.map(({ id }) => id));
}

async function writtenIds(observer: Database, captures: readonly Capture[]): Promise<Set<string>> {
  const rows = await observer.sequelize.query<{ id: string }>('SELECT id FROM sys_events WHERE id = ANY($1::uuid[])', {
    bind: [captures.map(({ envelope }) => envelope.id)],
    type: QueryTypes.SELECT,
  });
  return new Set(rows.map(({ id }) => id));
}
