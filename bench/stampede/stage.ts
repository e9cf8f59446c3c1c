import { randomUUID } from 'node:crypto';
import { type AdminConnection, openAdminConnection } from '../../harness/counting/index.ts';
import { type TestDatabase, createTestDatabase } from '../../harness/database/index.ts';
import { referenceMigrations } from '../../src/index.ts';
import { type LoadSizes, type StampedeOptions, usualSizes } from './options.ts';

/** Statements that look a tenant up. */
export const tenantQuery = /\bfrom\s+"?tenants"?\s/i;

/** After this long, whoever has no answer has failed. */
export const deadlineMs = 20_000;

/** Where everything is measured: one database, and tenants that nobody has asked for. */
export interface Stage extends AsyncDisposable {
  readonly database: TestDatabase;
  readonly connections: number;
  readonly sizes: LoadSizes;
  readonly signal: AbortSignal | undefined;
  readonly seed: number;
  readonly ratePerSecond: number;
  /** A tenant that no cache knows; returns its slug. */
  insertTenant(options?: { isActive?: boolean }): Promise<string>;
}

export async function openStage(options: StampedeOptions): Promise<Stage> {
  const database = await createTestDatabase({ migrations: referenceMigrations });
  let admin: AdminConnection;
  try {
    admin = await openAdminConnection(database.adminUrl);
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
  return {
    database,
    connections: options.connections,
    sizes: options.sizes ?? usualSizes,
    signal: options.signal,
    seed: options.seed,
    ratePerSecond: options.ratePerSecond,
    insertTenant: async ({ isActive = true } = {}) => {
      const slug = newSlug();
      await admin.query('INSERT INTO tenants (id, name, slug, is_active) VALUES ($1, $2, $3, $4)', [
        randomUUID(),
        `name of ${slug}`,
        slug,
        isActive,
      ]);
      return slug;
    },
    [Symbol.asyncDispose]: async () => {
      await admin[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** A slug that nobody has. */
export function newSlug(): string {
  return `tenant-${randomUUID()}`;
}
