import { z } from 'zod';
import { ValidationError } from '../../src/errors/index.ts';
import { engineCapabilities } from './capabilities.ts';
import { engineNames } from './engine-names.ts';

/** Names the environment variable by which a runner passes its server to its workers. */
export const serverVariable = 'RUSTOK_TESTKIT_SERVER';

/** The maintenance database: where databases are created and dropped from. */
export const maintenanceDatabase = 'postgres';

/** A server that trusts its callers wants no password. */
const role = z.object({ name: z.string().min(1), password: z.string() });

const serverAddress = z
  .object({
    engine: z.enum(engineNames),
    version: z.string().min(1),
    /** What this server can show, where that is not said by its engine alone. */
    capabilities: z.array(z.enum(engineCapabilities)).optional(),
    socketFolder: z.string().startsWith('/').optional(),
    /** The port in the socket's name, where it is not the usual one. */
    socketPort: z.int().min(1).max(65_535).optional(),
    /** Default: the loopback interface. */
    host: z.string().min(1).optional(),
    tcpPort: z.int().min(1).max(65_535).optional(),
    /** What else a URL needs to say, such as `sslmode=require`. */
    parameters: z.string().optional(),
    /** The database that databases are created from; default `postgres`. */
    maintenanceDatabase: z.string().min(1).optional(),
    /** Why this engine was taken. */
    chosen: z.string().optional(),
    admin: role,
    application: role,
  })
  .refine(({ socketFolder, tcpPort }) => socketFolder !== undefined || tcpPort !== undefined, {
    path: ['tcpPort'],
    message: 'must be there when socketFolder is not',
  });

/** A role of the server and its password. */
export type Role = z.infer<typeof role>;

/** Everything another process needs to use a running server. */
export type ServerAddress = Readonly<z.infer<typeof serverAddress>>;

/** A URL over the Unix socket, in the form that pg, libpq and Sequelize's options understand; over TCP where there is no socket. */
export function socketUrl(address: ServerAddress, role: Role, database: string): string {
  const { socketFolder, socketPort, parameters } = address;
  if (socketFolder === undefined) return tcpUrl(address, role, database);
  // Beside a host is the one place that Sequelize takes a port from; the folder overrides that host for every client.
  const hostAndPort = socketPort === undefined ? '' : `localhost:${socketPort}`;
  return assemble(role, hostAndPort, database, [`host=${encodeURIComponent(socketFolder)}`, parameters]);
}

/** A URL over TCP; over the Unix socket where that is all there is. */
export function tcpUrl(address: ServerAddress, role: Role, database: string): string {
  const { tcpPort, host = '127.0.0.1' } = address;
  if (tcpPort === undefined) return socketUrl(address, role, database);
  const named = host.includes(':') ? `[${host}]` : host;
  return assemble(role, `${named}:${tcpPort}`, database, [address.parameters]);
}

/** The superuser's URL of the database that databases are created from. */
export function maintenanceUrl(address: ServerAddress): string {
  return socketUrl(address, address.admin, address.maintenanceDatabase ?? maintenanceDatabase);
}

/** Whether the server and its data go with the runner that started it; others outlive whoever uses them. */
export function endsWithItsRunner({ engine }: Pick<ServerAddress, 'engine'>): boolean {
  return engine === 'embedded' || engine === 'system';
}

/** Where the server is, for a message: never a password. */
export function describeAddress({ socketFolder, host = '127.0.0.1', tcpPort }: ServerAddress): string {
  return socketFolder === undefined ? `at ${host}:${tcpPort}` : `in ${socketFolder}`;
}

function assemble(role: Role, host: string, database: string, parameters: readonly (string | undefined)[]): string {
  const user = encodeURIComponent(role.name);
  const password = role.password === '' ? '' : `:${encodeURIComponent(role.password)}`;
  const query = parameters.filter((parameter) => parameter !== undefined && parameter !== '').join('&');
  return `postgres://${user}${password}@${host}/${encodeURIComponent(database)}${query === '' ? '' : `?${query}`}`;
}

/** The server that the environment names, if any; a `ValidationError` when it does not name one properly. */
export function addressFromEnvironment(environment: NodeJS.ProcessEnv = process.env): ServerAddress | undefined {
  const text = environment[serverVariable];
  if (text === undefined || text === '') return undefined;
  const result = serverAddress.safeParse(parse(text));
  if (result.success) return result.data;
  const fields = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new ValidationError(serverVariable, fields);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
