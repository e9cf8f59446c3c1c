import { Client } from 'pg';
import { ValidationError } from '../../../../src/errors/index.ts';
import type { ServerAddress } from '../../server-address.ts';

/** Names the environment variable with the URL of the server to use. */
export const databaseUrlVariable = 'RUSTOK_TESTKIT_DATABASE_URL';

/** Where a URL leads, with the defaults of libpq and the environment filled in. */
export interface ServerUrl {
  readonly text: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** What the query of the URL says beside the address. */
  readonly parameters: string;
}

/** Reads a URL as the driver does; a `ValidationError` says what is wrong with it without quoting it. */
export function readServerUrl(text: string): ServerUrl {
  if (!/^postgres(ql)?:\/\//.test(text)) throw refused('must begin with postgres:// or postgresql://');
  const client = parse(text);
  const { host, port, user = '', database = '', password } = client;
  return {
    text,
    host,
    port,
    user,
    database,
    password: typeof password === 'string' ? password : '',
    parameters: remainingParameters(text),
  };
}

/** The parts of an address that say where the server is. */
export function placeOf({ host, port, database, parameters }: ServerUrl): Partial<ServerAddress> {
  const place = { maintenanceDatabase: database, ...(parameters === '' ? {} : { parameters }) };
  return isSocketFolder(host) ? { ...place, socketFolder: host, socketPort: port } : { ...place, host, tcpPort: port };
}

/** True for what only this machine can reach. */
export function isLoopback(host: string): boolean {
  return isSocketFolder(host) || host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isSocketFolder(host: string): boolean {
  return host.startsWith('/');
}

function parse(text: string): Client {
  try {
    return new Client({ connectionString: text });
  } catch (cause) {
    throw refused('is no URL that the PostgreSQL driver understands', cause);
  }
}

const ofTheAddress = new Set(['host', 'port', 'user', 'password', 'database', 'dbname', 'application_name']);

function remainingParameters(text: string): string {
  const parameters = new URLSearchParams(text.split('?')[1] ?? '');
  for (const name of ofTheAddress) parameters.delete(name);
  return parameters.toString();
}

function refused(message: string, cause?: unknown): ValidationError {
  return new ValidationError(databaseUrlVariable, [{ path: '', message }], { code: 'INVALID_CONFIGURATION', cause });
}
