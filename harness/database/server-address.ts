import { z } from 'zod';
import { ValidationError } from '../../src/errors/index.ts';

/** Names the environment variable by which a runner passes its server to its workers. */
export const serverVariable = 'RUSTOK_TESTKIT_SERVER';

/** The maintenance database: where databases are created and dropped from. */
export const maintenanceDatabase = 'postgres';

const role = z.object({ name: z.string().min(1), password: z.string().min(1) });

const serverAddress = z.object({
  engine: z.enum(['embedded', 'system']),
  version: z.string().min(1),
  socketFolder: z.string().startsWith('/'),
  tcpPort: z.int().min(1).max(65_535),
  admin: role,
  application: role,
});

/** A role of the server and its password. */
export type Role = z.infer<typeof role>;

/** Everything another process needs to use a running server. */
export type ServerAddress = Readonly<z.infer<typeof serverAddress>>;

/** A URL over the Unix socket, in the form that pg, libpq and Sequelize's options understand. */
export function socketUrl(address: ServerAddress, role: Role, database: string): string {
  return `postgres://${role.name}:${role.password}@/${database}?host=${encodeURIComponent(address.socketFolder)}`;
}

export function tcpUrl(address: ServerAddress, role: Role, database: string): string {
  return `postgres://${role.name}:${role.password}@127.0.0.1:${address.tcpPort}/${database}`;
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
