import type { Pool } from 'pg';
import { RustokError } from '../../../src/errors/index.ts';

/** Begins the comment of every database that this package made: a name alone may be somebody else's. */
const mark = 'rustok-testkit';

/** What a database of ours is for. */
export type Purpose = 'test' | 'building' | 'template' | 'kept';

/** The statement that says in the database's comment that it is ours, and which process made it, where somebody keeps watch over that. */
export function marking(name: string, purpose: Purpose, owner?: string): string {
  const text = [mark, purpose, ...(owner === undefined ? [] : [owner])].join(' ');
  return `COMMENT ON DATABASE ${name} IS '${text}'`;
}

/** Whether a database of that name exists; a `RustokError` (NOT_OUR_DATABASE) when it does and is somebody else's. */
export async function isOurs(admin: Pool, name: string): Promise<boolean> {
  const { rows } = await admin.query<{ comment: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1",
    [name],
  );
  const [row] = rows;
  if (row === undefined) return false;
  if (row.comment?.split(' ')[0] === mark) return true;
  throw new RustokError(
    'NOT_OUR_DATABASE',
    `The database ${name} was not made by rustok-testkit, which neither uses nor drops it. Rename it, or use another server.`,
  );
}

/** Databases of ours for one purpose: their names, and the processes that made them. */
export async function oursFor(admin: Pool, purpose: Purpose): Promise<{ name: string; owner: string | undefined }[]> {
  const { rows } = await admin.query<{ name: string; comment: string }>(
    "SELECT datname AS name, shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname LIKE 'rustok\\_%' AND shobj_description(oid, 'pg_database') LIKE $1",
    [`${mark} ${purpose}%`],
  );
  return rows.map(({ name, comment }) => ({ name, owner: comment.split(' ')[2] }));
}
