import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MigrationError } from './migration-error.ts';

/** A file of statements. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

const byNumberThenLetter = new Intl.Collator('en', { numeric: true });

/** The file's text; an error that says what it is when it is no text. */
export async function readSource(file: string): Promise<Source> {
  const bytes = await readOrExplain(file, () => readFile(file));
  if (bytes.subarray(0, 5).toString('latin1') === 'PGDMP') {
    throw unreadable(file, 'is an archive of pg_dump; make a plain one with pg_dump --format=plain');
  }
  if (bytes.includes(0)) throw unreadable(file, 'is not plain text: it holds a zero byte');
  try {
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (cause) {
    throw unreadable(file, 'is not UTF-8', cause);
  }
}

/** The folder's files that end in .sql, in order of their names: 2-b.sql comes before 10-a.sql. */
export async function readFolder(folder: string): Promise<Source[]> {
  const names = await readOrExplain(folder, () => readdir(folder));
  const ups = names.filter((name) => name.endsWith('.sql') && !name.endsWith('.down.sql'));
  if (ups.length === 0)
    throw new MigrationError('MIGRATIONS_EMPTY', `The folder ${folder} holds no file that ends in .sql`);
  return Promise.all(ups.toSorted(byNumberThenLetter.compare).map((name) => readSource(join(folder, name))));
}

async function readOrExplain<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new MigrationError('MIGRATIONS_MISSING', `There is no ${path}`, { file: path, cause });
    }
    throw unreadable(path, `cannot be read: ${String(cause)}`, cause);
  }
}

function unreadable(file: string, why: string, cause?: unknown): MigrationError {
  return new MigrationError('MIGRATIONS_UNREADABLE', `${file} ${why}`, { file, cause });
}
