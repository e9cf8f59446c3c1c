import { readFile } from 'node:fs/promises';
import type { Migrations } from '../test-database.ts';
import { hashOf } from './hash-of.ts';
import { MigrationError, migrationFailed } from './migration-error.ts';
import { withClient } from './with-client.ts';

/** What is used of an Umzug of yours. */
export interface UmzugLike {
  readonly options: { readonly context?: unknown };
  up(): Promise<unknown>;
  /** What its storage counts as done. */
  executed(): Promise<readonly { readonly name: string }[]>;
  migrations(context: never): Promise<readonly UmzugMigration[]>;
}

/** One migration as Umzug lists it. */
export interface UmzugMigration {
  readonly name: string;
  readonly path?: string | undefined;
  readonly up: unknown;
}

/** An Umzug for one database, and how its connection is closed. */
export interface OpenUmzug {
  readonly umzug: UmzugLike;
  close?(): unknown;
}

// Port 1 answers nobody: to list migrations takes no connection.
const nowhere = 'postgres://nobody@127.0.0.1:1/to-list-migrations';

/**
 * The migrations of an Umzug that `open` makes for a database. The hash is that of their files, or of their functions' text where
 * they have none; to list them `open` is called with a URL that leads nowhere, so it must not connect by itself. Its storage must
 * be in the database that it migrates, as SequelizeStorage is.
 */
export function umzugMigrations(open: (url: string) => OpenUmzug | Promise<OpenUmzug>): Migrations {
  const withUmzug = async <T>(url: string, work: (umzug: UmzugLike) => Promise<T>): Promise<T> => {
    const opened = await open(url);
    try {
      return await work(opened.umzug);
    } finally {
      await opened.close?.();
    }
  };
  return {
    hash: () => withUmzug(nowhere, async (umzug) => hashOf(await contentsOf(await listed(umzug)))),
    run: (url) =>
      withUmzug(url, async (umzug) => {
        await listed(umzug);
        await refuseStorageElsewhere(umzug, url);
        await umzug.up().catch((error: unknown) => {
          throw explained(error);
        });
      }),
  };
}

async function listed(umzug: UmzugLike): Promise<readonly UmzugMigration[]> {
  const { context = {} } = umzug.options;
  const resolved: unknown = typeof context === 'function' ? await context() : context;
  const migrations = await umzug.migrations(resolved as never);
  if (migrations.length > 0) return migrations;
  throw new MigrationError(
    'MIGRATIONS_EMPTY',
    'Umzug lists no migration: its glob matches no file, or its list is empty',
  );
}

/** A storage elsewhere, such as the JSON file that is Umzug's default, remembers the databases before: `up` would leave tables out. */
async function refuseStorageElsewhere(umzug: UmzugLike, url: string): Promise<void> {
  const executed = await umzug.executed();
  if (executed.length === 0 || (await hasTables(url))) return;
  throw new MigrationError(
    'MIGRATIONS_ALREADY_EXECUTED',
    `Umzug counts ${executed.map(({ name }) => name).join(', ')} as executed, but the database has no table: its storage is not in that database. Give it one that is, such as new SequelizeStorage({ sequelize })`,
  );
}

async function hasTables(url: string): Promise<boolean> {
  let found = false;
  await withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT 1 AS found FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') LIMIT 1`,
    );
    found = rows.length > 0;
  });
  return found;
}

function contentsOf(migrations: readonly UmzugMigration[]): Promise<unknown[]> {
  return Promise.all(
    migrations.map(async ({ name, path, up }) => [
      name,
      path === undefined ? String(up) : await readFile(path, 'utf8'),
    ]),
  );
}

/** Umzug wraps what a migration threw; its place is the frame of the migration's own file. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error) || !('migration' in error)) return error;
  const { name, path } = error.migration as UmzugMigration;
  const cause = error.cause ?? error;
  return migrationFailed({ file: path ?? name, line: path === undefined ? undefined : lineIn(path, cause) }, cause);
}

function lineIn(path: string, error: unknown): number | undefined {
  const frames = error instanceof Error ? (error.stack ?? '') : '';
  const after = frames.split(path)[1];
  const line = /^:(\d+)/.exec(after ?? '')?.[1];
  return line === undefined ? undefined : Number(line);
}
