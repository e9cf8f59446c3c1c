import { once } from 'node:events';
import type { Client, Connection } from 'pg';
import type { Deadline } from './deadline.ts';
import { PgClient } from './pg.ts';

/** What pg's types leave out. */
interface Cancelling extends Connection {
  connect(port: number, host: string): void;
  connect(path: string): void;
  cancel(processId: number, secretKey: unknown): void;
}

/**
 * Asks the server to cancel what a connection is waiting for, by the protocol's CancelRequest on a connection of its own. Resolves when
 * the server has taken it; never rejects: a request that does not arrive leaves the statement to its own deadline.
 */
export async function cancelStatement(client: Client, deadline: Deadline): Promise<void> {
  const { host, port } = client;
  const { processID, secretKey } = client as Client & { readonly processID: number; readonly secretKey: unknown };
  const asking = new PgClient({ host, port }).connection as Cancelling;
  asking.on('error', () => undefined);
  asking.once('connect', () => asking.cancel(processID, secretKey));
  const isTaken = once(asking.stream, 'close');
  try {
    if (host.startsWith('/')) asking.connect(`${host}/.s.PGSQL.${port}`);
    else asking.connect(port, host);
    await deadline.race('Cancelling a statement', isTaken);
  } catch {
    asking.stream.destroy();
  }
}
