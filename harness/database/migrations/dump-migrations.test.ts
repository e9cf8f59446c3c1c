import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { referenceMigrations } from '../../../src/database/index.ts';
import { createTestDatabase } from '../create-test-database.ts';
import { startEngine } from '../engines/start-engine.ts';
import { query } from '../testing/query.ts';
import { dumpMigrations } from './index.ts';
import { files } from './testing/files.ts';

const dump = `--
-- PostgreSQL database dump
--

\\restrict dJ1sT2oK3eN

SET statement_timeout = 0;
SET a_setting_of_tomorrow = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);

ALTER SCHEMA public OWNER TO pg_database_owner;
COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';

CREATE FUNCTION public.tricky() RETURNS text
    LANGUAGE plpgsql
    AS $_$
BEGIN
  -- COPY public.things (id) FROM stdin;
  RETURN '\\.';
END $_$;
ALTER FUNCTION public.tricky() OWNER TO somebody_else;

CREATE TABLE public.things (
    id integer NOT NULL,
    name text
);
ALTER TABLE public.things OWNER TO somebody_else;

COPY public.things (id, name) FROM stdin;
1	tab\\there; 'quote'
2	\\N
3	größe 𝕏\\\\.
\\.

ALTER TABLE ONLY public.things ADD CONSTRAINT things_pkey PRIMARY KEY (id);
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON TABLE public.things TO somebody_else;

\\unrestrict dJ1sT2oK3eN
`;

async function run(content: string | Uint8Array) {
  using folder = files({ 'dump.sql': content });
  const database = await createTestDatabase();
  const file = folder.at('dump.sql');
  const error: unknown = await dumpMigrations(file)
    .run(database.url)
    .then(
      () => undefined,
      (reason: unknown) => reason,
    );
  return { database, error, file, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

describe('dumpMigrations', () => {
  it('restores tables, functions and the rows of COPY, and leaves out owners, privileges and commands of psql', async () => {
    await using restored = await run(dump);
    expect(restored.error).toBeUndefined();
    expect(await query(restored.database.url, 'SELECT *, tricky() FROM things ORDER BY id')).toEqual([
      { id: 1, name: "tab\there; 'quote'", tricky: '\\.' },
      { id: 2, name: null, tricky: '\\.' },
      { id: 3, name: 'größe 𝕏\\.', tricky: '\\.' },
    ]);
  });

  it('names file, line and SQLSTATE of a row that is refused, and leaves nothing', async () => {
    await using failed = await run(dump.replace('2\t\\N', 'two\t\\N'));
    expect(failed.error).toMatchObject({ code: 'MIGRATION_FAILED', file: failed.file, line: 32, sqlState: '22P02' });
    expect(await query(failed.database.url, "SELECT to_regclass('things') AS things")).toEqual([{ things: null }]);
  });

  it('names file, line and SQLSTATE of a statement that fails', async () => {
    await using failed = await run(dump.replace('name text', 'name texte'));
    expect(failed.error).toMatchObject({ line: 26, sqlState: '42704' });
  });

  it('has another hash when the file changes', async () => {
    using folder = files({ 'dump.sql': dump });
    const before = await dumpMigrations(folder.at('dump.sql')).hash();
    expect(await dumpMigrations(folder.at('dump.sql')).hash()).toBe(before);
    folder.write('dump.sql', dump.replace('größe', 'grosse'));
    expect(await dumpMigrations(folder.at('dump.sql')).hash()).not.toBe(before);
  });

  it('says what is wrong with a file that is missing, an archive, binary or in another encoding', async () => {
    using folder = files({
      archive: 'PGDMP\u0001',
      binary: 'SELECT 1;\0',
      latin: "SET client_encoding = 'LATIN1';",
    });
    await using database = await createTestDatabase();
    const message = (name: string) =>
      dumpMigrations(folder.at(name))
        .run(database.url)
        .then(String, (error: Error) => error.message);
    expect(await message('none')).toBe(`There is no ${folder.at('none')}`);
    expect(await message('archive')).toContain('make a plain one with pg_dump --format=plain');
    expect(await message('binary')).toContain('holds a zero byte');
    expect(await message('latin')).toContain(`${folder.at('latin')}:1 is written in LATIN1`);
  });
});

const binaries = '/usr/lib/postgresql/15/bin/';

describe.skipIf(!existsSync(`${binaries}pg_dump`) || !existsSync(`${binaries}psql`))(
  "a dump by the system's pg_dump",
  () => {
    it('gives the database that psql makes of it, however it was made', async () => {
      await using server = await startEngine({ engine: 'system' });
      await using original = await server.createDatabase({ migrations: referenceMigrations });
      await query(
        original.url,
        `CREATE TABLE odd ("a;b" text, at timestamptz, doc jsonb, list int[]);
       INSERT INTO odd VALUES (E'tab\\t\\\\. nl\\n''quote''', '2026-01-01', '{"a": "ü"}', '{1,NULL}'), (NULL, NULL, NULL, NULL);
       CREATE FUNCTION body() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;
       CREATE MATERIALIZED VIEW seen AS SELECT body();
       CREATE SEQUENCE counter; SELECT nextval('counter');
       INSERT INTO tenants (id, name, slug) VALUES (gen_random_uuid(), 'One', 'one')`,
      );
      await using reference = await server.createDatabase();
      using folder = files({ 'dump.sql': await dumpOf(original.url) });
      const file = folder.at('dump.sql');
      await promisify(execFile)(`${binaries}psql`, ['-qX', '-v', 'ON_ERROR_STOP=1', '-f', file, reference.url]);
      const expected = await dumpOf(reference.url);
      for (const options of [[], ['--inserts'], ['--create'], ['--clean', '--if-exists']]) {
        folder.write('dump.sql', await dumpOf(original.url, options));
        await using copy = await server.createDatabase({ migrations: dumpMigrations(file) });
        expect(await dumpOf(copy.url), options.join(' ')).toBe(expected);
      }
    });
  },
);

/** Without the token that each dump makes anew. */
async function dumpOf(url: string, options: readonly string[] = []): Promise<string> {
  const { stdout } = await promisify(execFile)(`${binaries}pg_dump`, [...options, url]);
  return stdout.replace(/^\\(?:un)?restrict .*$/gm, '');
}
