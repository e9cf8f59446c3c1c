import { checkConfiguration, objectWith } from '../configuration/index.ts';
import { type Database, QueryTypes, openedDatabase, readUntilAborted } from '../database/index.ts';
import type { TenantIdentifier } from './identifier.ts';
import type { TenantContext } from './tenant-context.ts';
import type { TenantLoader } from './tenant-loader.ts';

const columnOf = { uuid: 'id', slug: 'slug', host: 'domain' } as const satisfies Record<
  TenantIdentifier['kind'],
  string
>;

const optionsSchema = objectWith({ database: openedDatabase });

/** Loads tenants from their table, one query a look-up; bounded by the database's deadline, and cancelled at the server when nobody waits any more. */
export class SequelizeTenantLoader implements TenantLoader {
  readonly #database: Database;

  constructor(options: { readonly database: Database }) {
    checkConfiguration(optionsSchema, 'The configuration of the tenant loader', options);
    this.#database = options.database;
  }

  async load({ kind, value }: TenantIdentifier, signal: AbortSignal): Promise<TenantContext | null> {
    const { sequelize } = this.#database;
    const query = `SELECT id, name, slug, domain, settings, default_locale AS "defaultLocale", is_active AS "isActive"
      FROM tenants WHERE ${columnOf[kind]} = $1`;
    const rows = await readUntilAborted(this.#database, 'Loading a tenant', signal, (transaction) =>
      sequelize.query<TenantContext>(query, { bind: [value], type: QueryTypes.SELECT, transaction }),
    );
    return rows[0] ?? null;
  }
}
