import { z } from 'zod';
import { checkConfiguration, milliseconds, objectWith } from '../configuration/index.ts';
import type { Database } from './database.ts';
import { databaseUrl } from './database-options.ts';
import { migrations, migrationsHash } from './migrations/index.ts';
import { type MigrationSession, withMigrationSession } from './migration-session.ts';
import { loadUmzug } from './umzug.ts';

export interface MigrateOptions {
  /** The last migration to apply, or to take back; default: all up, the latest one down. `0` takes all back. */
  readonly to?: string | 0 | undefined;
  /** Bounds each statement, the wait for another migrator among them. Default 60000. */
  readonly deadlineMs?: number | undefined;
}

/** Applies pending migrations, each in one transaction; returns their names. Two migrators at once take turns. */
export async function migrateUp(
  target: Database | string,
  options: MigrateOptions & { readonly to?: string | undefined } = {},
): Promise<string[]> {
  return onSession(target, options, async (umzug) =>
    umzug.up(options.to === undefined ? undefined : { to: options.to }),
  );
}

/** Takes applied migrations back, the latest first; returns their names. */
export async function migrateDown(target: Database | string, options: MigrateOptions = {}): Promise<string[]> {
  return onSession(target, options, async (umzug) =>
    umzug.down(options.to === undefined ? undefined : { to: options.to }),
  );
}

/** The migrations of the reference services, as the test databases' templates ask for them. */
export const referenceMigrations = {
  hash: migrationsHash,
  async run(url: string): Promise<void> {
    await migrateUp(url);
  },
};

const names: readonly unknown[] = migrations.map(({ name }) => name);
const optionsSchema = objectWith({
  url: databaseUrl,
  to: z.custom<string | 0>((to) => to === 0 || names.includes(to), 'must be the name of a migration').optional(),
  deadlineMs: milliseconds.optional(),
});

type Migrator = Awaited<ReturnType<typeof migratorOn>>;

async function onSession(
  target: Database | string,
  options: MigrateOptions,
  work: (umzug: Migrator) => Promise<{ name: string }[]>,
): Promise<string[]> {
  const url = typeof target === 'string' ? target : target.url;
  checkConfiguration(optionsSchema, 'The configuration of the migration', { ...options, url });
  const applied = await withMigrationSession(url, options.deadlineMs ?? 60_000, async (session) =>
    work(await migratorOn(session)),
  );
  return applied.map(({ name }) => name);
}

async function migratorOn(session: MigrationSession) {
  const Umzug = await loadUmzug();
  return new Umzug({
    logger: undefined,
    context: session,
    migrations: migrations.map(({ name, up, down }) => ({
      name,
      up: () => session.apply(up, 'add', name),
      down: () => session.apply(down, 'remove', name),
    })),
    // The record is written inside the migration's transaction: nothing is left to do after it.
    storage: {
      executed: () => session.executed(),
      logMigration: async () => undefined,
      unlogMigration: async () => undefined,
    },
  });
}
