import type { Pool } from 'pg';
import { RustokError } from '../../../src/errors/index.ts';

/** Begins the comment of every database that this package made: a name alone may be somebody else's. */
const mark = 'rustok-testkit';

/** What a database of ours is for. */
export type Purpose = 'test' | 'building' | 'template' | 'kept';

/** The statement that says in the database's comment that it is ours; then, of a clone, which process made it, of a template, the day of its last use. */
export function marking(name: string, purpose: Purpose, ownerOrDay?: string): string {
  const text = [mark, purpose, ...(ownerOrDay === undefined ? [] : [ownerOrDay])].join(' ');
  return `COMMENT ON DATABASE ${name} IS '${text}'`;
}

/** Whether a database of that name exists; a `RustokError` (NOT_OUR_DATABASE) when it does and is somebody else's. */
export async function isOurs(admin: Pool, name: string): Promise<boolean> {
  return (await readMark(admin, name)) !== undefined;
}

/** Whether that template exists, as `isOurs`; if so it is used now, and its comment says the day, by the server's clock. */
export async function useTemplate(admin: Pool, name: string): Promise<boolean> {
  const read = await readMark(admin, name);
  if (read === undefined) return false;
  if (read.words[2] !== read.today) await admin.query(marking(name, 'template', read.today));
  return true;
}

/** Templates of ours that nobody has used for two weeks: their migrations are history. */
export async function unusedTemplates(admin: Pool): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT name FROM (SELECT datname AS name, shobj_description(oid, 'pg_database') AS comment FROM pg_database) AS marked
     WHERE comment ~ $1 AND right(comment, 10) < (current_date - 14)::text`,
    [`^${mark} template \\d{4}-\\d\\d-\\d\\d$`],
  );
  return rows.map(({ name }) => name);
}

async function readMark(admin: Pool, name: string): Promise<{ words: readonly string[]; today: string } | undefined> {
  const { rows } = await admin.query<{ comment: string | null; today: string }>(
    "SELECT shobj_description(oid, 'pg_database') AS comment, current_date::text AS today FROM pg_database WHERE datname = $1",
    [name],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const words = row.comment?.split(' ') ?? [];
  if (words[0] === mark) return { words, today: row.today };
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
