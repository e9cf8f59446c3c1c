import type { DatabaseServer } from '../engine.ts';
import { PostgresServer } from '../postgres-server.ts';
import type { ServerAddress } from '../server-address.ts';
import { OneSessionServer } from './one-session/one-session-server.ts';

/** Uses a server that another process has started; disposing of it leaves the server running. */
export function attachServer(address: ServerAddress): DatabaseServer {
  const hasOneSession = address.engine === 'pglite' || address.engine === 'pg-mem';
  return hasOneSession ? new OneSessionServer(address) : new PostgresServer(address);
}
