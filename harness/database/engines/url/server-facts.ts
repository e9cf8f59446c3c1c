import type { Client } from 'pg';
import { DependencyError } from '../../../../src/errors/index.ts';
import { type EngineCapability, sharedServerCapabilities } from '../../capabilities.ts';

/** What a server says of itself and of the role that we are. */
export interface ServerFacts {
  readonly version: string;
  readonly superuser: boolean;
  readonly createsDatabases: boolean;
  readonly comment: string | null;
  readonly counts: boolean;
  readonly preparesTransactions: boolean;
}

/** What depends on the role that the URL names and on the server's settings. */
export const varyingCapabilities: ReadonlySet<EngineCapability> = new Set([
  'own-roles',
  'exact-counting',
  'two-phase-commit',
]);

const oldest = 13;

/** Asks a server that was just connected to; refuses what is no PostgreSQL, or too old. */
export async function readServerFacts(client: Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts & { readonly product: string }>(`
    SELECT version() AS product,
           current_setting('server_version') AS version,
           rolsuper AS superuser,
           rolsuper OR rolcreatedb AS "createsDatabases",
           (SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()) AS comment,
           coalesce(current_setting('pg_stat_statements.track', true), '') = 'all' AS counts,
           current_setting('max_prepared_transactions', true)::int > 0 AS "preparesTransactions"
      FROM pg_roles WHERE rolname = current_user`);
  const [found] = rows;
  if (found === undefined) throw new DependencyError('The server does not say who we are on it.');
  const { product, ...facts } = found;
  const version = facts.version.split(' ')[0] ?? '';
  if (product.startsWith('PostgreSQL ') && Number.parseInt(version, 10) >= oldest) return { ...facts, version };
  throw new DependencyError(`The kit needs PostgreSQL ${oldest} or newer; this server is ${product}.`, {
    code: 'ENGINE_TOO_OLD',
  });
}

/** What this server, asked by this role, can show. */
export function capabilitiesOf(facts: ServerFacts): EngineCapability[] {
  const lacking = new Set<EngineCapability>();
  if (!facts.superuser) lacking.add('own-roles');
  if (!facts.superuser || !facts.counts) lacking.add('exact-counting');
  if (!facts.preparesTransactions) lacking.add('two-phase-commit');
  return [...sharedServerCapabilities].filter((capability) => !lacking.has(capability));
}
