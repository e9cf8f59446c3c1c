import { Client, DatabaseError } from 'pg';
import { DependencyError, ForbiddenError } from '../../../../src/errors/index.ts';
import { sharedServerCapabilities } from '../../capabilities.ts';
import { checkStartOptions } from '../../check-options.ts';
import type { DatabaseServer, Engine, StartOptions } from '../../engine.ts';
import { PostgresServer } from '../../postgres-server.ts';
import { applicationRole } from './application-role.ts';
import { grantedPermissions, requireMark, requireOwnHost } from './permissions.ts';
import { type ServerFacts, capabilitiesOf, readServerFacts, varyingCapabilities } from './server-facts.ts';
import { type ServerUrl, databaseUrlVariable, placeOf, readServerUrl } from './server-url.ts';

export { databaseUrlVariable } from './server-url.ts';

const defaultDeadlineMs = 10_000;

/** Any PostgreSQL that is there already, by its URL. It stays when the tests are over; so does the role `rustok_app_…` on it. */
export const urlEngine: Engine = {
  name: 'url',
  title: 'a PostgreSQL that is there already',
  capabilities: sharedServerCapabilities,
  varying: varyingCapabilities,
  async available() {
    return isSet(process.env[databaseUrlVariable]) ? true : `${databaseUrlVariable} is not set`;
  },
  async start(options: StartOptions = {}): Promise<DatabaseServer> {
    checkStartOptions(options);
    const text = options.url ?? process.env[databaseUrlVariable];
    if (!isSet(text)) {
      throw new DependencyError(`The engine url cannot start: ${databaseUrlVariable} is not set.`, {
        code: 'ENGINE_UNAVAILABLE',
      });
    }
    return useServer(readServerUrl(text), options);
  },
};

async function useServer(url: ServerUrl, options: StartOptions): Promise<DatabaseServer> {
  if (options.settings !== undefined) {
    throw new ForbiddenError('The engine url takes no settings: the server runs already. Use embedded or container.', {
      code: 'ENGINE_TAKES_NO_SETTINGS',
    });
  }
  const granted = grantedPermissions(options);
  requireOwnHost(url, granted);
  const client = await connect(url, options.deadlineMs ?? defaultDeadlineMs);
  try {
    const facts = await readServerFacts(client);
    requireMark(url, facts.comment, granted);
    requireRights(url, facts);
    return new PostgresServer({
      engine: 'url',
      version: facts.version,
      capabilities: capabilitiesOf(facts),
      ...placeOf(url),
      admin: { name: url.user, password: url.password },
      application: await applicationRole(client, url, facts),
      chosen: options.because ?? 'url: asked for by its name',
    });
  } finally {
    await client.end();
  }
}

async function connect(url: ServerUrl, connectionTimeoutMillis: number): Promise<Client> {
  const client = new Client({
    connectionString: url.text,
    application_name: 'rustok-testkit',
    connectionTimeoutMillis,
    query_timeout: connectionTimeoutMillis,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const full = cause instanceof DatabaseError && cause.code === '53300';
    const advice = full ? 'Raise max_connections, or close what is connected' : `Check ${databaseUrlVariable}`;
    throw new DependencyError(
      `The database server ${url.host}:${url.port} did not let ${url.user} in: ${messageOf(cause)}. ${advice}.`,
      { code: full ? 'CONNECTION_LIMIT_REACHED' : 'SERVER_UNREACHABLE', cause },
    );
  }
}

function requireRights({ user, host, port }: ServerUrl, { createsDatabases }: ServerFacts): void {
  if (createsDatabases) return;
  throw new ForbiddenError(
    `The role ${user} of ${host}:${port} may not create databases, and every test gets one of its own. As a superuser: ALTER ROLE "${user}" CREATEDB`,
    { code: 'ROLE_CANNOT_CREATE_DATABASES' },
  );
}

function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(messageOf).join(', ');
  return cause instanceof Error ? cause.message : String(cause);
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
