import { openAdminConnection } from '../counting/index.ts';

/** A table that nobody else can read or write until it is released. */
export interface HeldTable extends AsyncDisposable {
  /** Sessions that wait for the table right now. */
  waiting(): Promise<number>;
  /** Lets everybody go on; idempotent. Disposing does the same. */
  release(): Promise<void>;
}

/** Locks a table (or view) against everybody, reads included, on a connection of its own. */
export async function holdTable(
  adminUrl: string,
  table: string,
  options: { lockTimeoutMs?: number } = {},
): Promise<HeldTable> {
  const holder = await openAdminConnection(adminUrl);
  let closing: Promise<void> | undefined;
  // The end of the session ends its transaction, whatever state it is in.
  const release = (): Promise<void> => (closing ??= Promise.resolve(holder[Symbol.asyncDispose]()));
  try {
    const [relation] = await holder.query<{ name: string; oid: string }>(
      'SELECT $1::regclass::text AS name, $1::regclass::oid AS oid',
      [table],
    );
    if (relation === undefined) throw new Error(`unreachable: regclass did not resolve ${table}`);
    await holder.query('BEGIN');
    await holder.query(`SET LOCAL lock_timeout = ${Math.ceil(options.lockTimeoutMs ?? 10_000)}`);
    await holder.query(`LOCK TABLE ${relation.name} IN ACCESS EXCLUSIVE MODE`);
    const waiting = async (): Promise<number> => {
      const [row] = await holder.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM pg_locks
          WHERE locktype = 'relation' AND NOT granted AND relation = $1::oid
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
        [relation.oid],
      );
      return row?.waiting ?? 0;
    };
    return { waiting, release, [Symbol.asyncDispose]: release };
  } catch (error) {
    await release();
    throw error;
  }
}
