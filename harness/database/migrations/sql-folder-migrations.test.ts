import { describe, expect, it } from 'vitest';
import { createTestDatabase } from '../create-test-database.ts';
import { query } from '../testing/query.ts';
import { sqlFolderMigrations } from './index.ts';
import { files } from './testing/files.ts';

const tables = `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`;

/** Runs the folder on an empty database, and gives the tables that are there afterwards. */
async function tablesAfter(contents: Record<string, string>): Promise<unknown[]> {
  using folder = files(contents);
  await using database = await createTestDatabase();
  await sqlFolderMigrations(folder.path).run(database.url);
  return (await query(database.url, tables)).map(({ name }) => name);
}

/** The same for a folder that fails. */
async function failureOf(contents: Record<string, string>): Promise<{ error: unknown; left: unknown[]; path: string }> {
  using folder = files(contents);
  await using database = await createTestDatabase();
  const error: unknown = await sqlFolderMigrations(folder.path)
    .run(database.url)
    .catch((reason: unknown) => reason);
  return { error, left: await query(database.url, tables), path: folder.path };
}

describe('sqlFolderMigrations', () => {
  it('makes a template that databases are cloned from, and another one when a file changes', async () => {
    using folder = files({ '1.sql': 'CREATE TABLE one ()' });
    const migrations = sqlFolderMigrations(folder.path);
    await using first = await createTestDatabase({ migrations });
    folder.write('1.sql', 'CREATE TABLE other ()');
    await using second = await createTestDatabase({ migrations });
    expect([await query(first.url, tables), await query(second.url, tables)]).toEqual([
      [{ name: 'one' }],
      [{ name: 'other' }],
    ]);
  });

  it('runs the files in order of their numbers, whatever their zeros', async () => {
    const order = {
      '2-b.sql': 'ALTER TABLE a RENAME TO b',
      '10-c.sql': 'ALTER TABLE b RENAME TO c',
      '1-a.sql': 'CREATE TABLE a ()',
    };
    expect(await tablesAfter(order)).toEqual(['c']);
  });

  it('leaves out other files, ways down, and what follows a line that begins the way down', async () => {
    const contents = {
      'README.md': 'no SQL',
      '1.down.sql': 'DROP TABLE one',
      '1.up.sql': 'CREATE TABLE one ()',
      '2.sql': '-- migrate:up\nCREATE TABLE two ();\n-- migrate:down\nDROP TABLE two;',
      '3.sql':
        '-- +goose Up\n-- +goose StatementBegin\nCREATE TABLE three ();\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE three;',
    };
    expect(await tablesAfter(contents)).toEqual(['one', 'three', 'two']);
  });

  it.each(['-- no transaction', '-- migrate:up transaction:false', '-- +goose NO TRANSACTION', '-- atlas:txmode none'])(
    'runs a file marked %j outside of a transaction',
    async (mark) => {
      const concurrently = 'CREATE TABLE one (id int);\nCREATE INDEX CONCURRENTLY one_id ON one (id);';
      expect(await tablesAfter({ '1.sql': `${mark}\n${concurrently}` })).toEqual(['one']);
      expect((await failureOf({ '1.sql': concurrently })).error).toMatchObject({ sqlState: '25001', line: 2 });
    },
  );

  it('runs each file on a fresh session', async () => {
    const contents = { '1.sql': "SET search_path = 'pg_temp'; CREATE TEMP TABLE t ()", '2.sql': 'CREATE TABLE t ()' };
    expect(await tablesAfter(contents)).toEqual(['t']);
  });

  it('names file, line and SQLSTATE of what failed, and takes its file back', async () => {
    const { error, left, path } = await failureOf({
      '1.sql': 'CREATE TABLE one ();',
      '2.sql': `CREATE TABLE two ();\n\n-- größer: 𝕏\nINSERT INTO -- ${'𝕏'.repeat(30)}\n  "ü",\n  nowhere VALUES (1);`,
    });
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', file: `${path}/2.sql`, sqlState: '42601', line: 5 });
    expect(String(error)).toContain(`${path}/2.sql:5: syntax error at or near ","`);
    expect(String(error)).toContain('SQLSTATE 42601');
    expect(left).toEqual([{ name: 'one' }]);
  });

  it('names the line of a statement that fails while it runs', async () => {
    const { error } = await failureOf({
      '1.sql': 'CREATE TABLE one (a int UNIQUE);\nINSERT INTO one\nVALUES (1), (1);',
    });
    expect(error).toMatchObject({
      line: 2,
      sqlState: '23505',
      message: expect.stringContaining('Key (a)=(1) already exists'),
    });
  });

  it('names the file of what only its COMMIT finds', async () => {
    const { error, left, path } = await failureOf({
      '1.sql': `CREATE TABLE one (a int PRIMARY KEY, b int REFERENCES one DEFERRABLE INITIALLY DEFERRED); INSERT INTO one VALUES (1, 2);`,
    });
    expect(error).toMatchObject({ file: `${path}/1.sql`, line: undefined, sqlState: '23503' });
    expect(left).toEqual([]);
  });

  it('refuses the commands of psql', async () => {
    const { error, path } = await failureOf({ '1.sql': 'CREATE TABLE one ();\n\\i two.sql\n' });
    expect(String(error)).toContain(`${path}/1.sql:2: \\i two.sql is a command of psql`);
  });

  it('fails with a folder that is missing, empty or not text, before a database is touched', async () => {
    using folder = files({ 'README.md': '' });
    using binary = files({ '1.sql': new Uint8Array([0x53, 0xff, 0x3b]) });
    await expect(sqlFolderMigrations(folder.at('none')).hash()).rejects.toMatchObject({
      code: 'MIGRATIONS_MISSING',
      message: `There is no ${folder.at('none')}`,
    });
    await expect(sqlFolderMigrations(folder.path).hash()).rejects.toMatchObject({
      code: 'MIGRATIONS_EMPTY',
      message: expect.stringContaining(folder.path),
    });
    await expect(sqlFolderMigrations(binary.path).hash()).rejects.toMatchObject({
      code: 'MIGRATIONS_UNREADABLE',
      message: `${binary.at('1.sql')} is not UTF-8`,
    });
  });

  it('has another hash when a file changes, comes, goes or is renamed, and no other when the folder moves', async () => {
    using folder = files({ '1.sql': 'SELECT 1', '2.sql': 'SELECT 2' });
    using elsewhere = files({ '1.sql': 'SELECT 1', '2.sql': 'SELECT 2' });
    using renamed = files({ '1.sql': 'SELECT 1', '3.sql': 'SELECT 2' });
    using more = files({ '1.sql': 'SELECT 1', '2.sql': 'SELECT 2', '3.sql': '' });
    using changed = files({ '1.sql': 'SELECT 1', '2.sql': 'SELECT 3' });
    const hashes: string[] = [];
    for (const { path } of [folder, elsewhere, renamed, more, changed]) {
      hashes.push(await sqlFolderMigrations(path).hash());
    }
    expect(hashes[1]).toBe(hashes[0]);
    expect(new Set(hashes).size).toBe(4);
  });
});
