import type { EngineName } from './engine.ts';

/** Names the environment variable by which a runner passes its server to its workers. */
export const serverVariable = 'RUSTOK_TESTKIT_SERVER';

/** The maintenance database: where databases are created and dropped from. */
export const maintenanceDatabase = 'postgres';

export interface Role {
  readonly name: string;
  readonly password: string;
}

/** Everything another process needs to use a running server. */
export interface ServerAddress {
  readonly engine: EngineName;
  readonly version: string;
  readonly socketFolder: string;
  readonly tcpPort: number;
  readonly admin: Role;
  readonly application: Role;
}

/** A URL over the Unix socket, in the form that pg, libpq and Sequelize's options understand. */
export function socketUrl(address: ServerAddress, role: Role, database: string): string {
  return `postgres://${role.name}:${role.password}@/${database}?host=${encodeURIComponent(address.socketFolder)}`;
}

export function tcpUrl(address: ServerAddress, role: Role, database: string): string {
  return `postgres://${role.name}:${role.password}@127.0.0.1:${address.tcpPort}/${database}`;
}

/** The server that the environment names, if any. */
export function addressFromEnvironment(environment: NodeJS.ProcessEnv = process.env): ServerAddress | undefined {
  const text = environment[serverVariable];
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as ServerAddress);
}
