import { type Server, connect, createServer } from 'node:net';
import { once } from 'node:events';
import { Client } from 'pg';
import type { DatabaseServer } from '../../engine.ts';
import type { TestDatabase } from '../../test-database.ts';
import type { ClaimingSource } from '../check-engine.ts';

/** What is said instead of what: of the same length, so that messages stay whole. */
export type Lie = readonly [heard: string, passedOn: string];

/** A server of which one statement does something else than it says. */
export async function lyingSource(server: DatabaseServer, lie: Lie): Promise<ClaimingSource & AsyncDisposable> {
  const relay = await startRelay(server.tcpAdminUrl, lie);
  const port = (relay.address() as { port: number }).port;
  const through = (url: string): string => url.replace(/@[^/]*\//, `@127.0.0.1:${port}/`);
  return {
    capabilities: server.capabilities,
    async createDatabase(options) {
      const database = await server.createDatabase(options);
      const lying: TestDatabase = {
        ...database,
        url: through(database.tcpUrl),
        tcpUrl: through(database.tcpUrl),
        adminUrl: through(database.tcpAdminUrl),
        tcpAdminUrl: through(database.tcpAdminUrl),
        [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
      };
      return lying;
    },
    async [Symbol.asyncDispose]() {
      relay.close();
    },
  };
}

async function startRelay(url: string, [heard, passedOn]: Lie): Promise<Server> {
  if (heard.length !== passedOn.length) throw new Error(`${heard} and ${passedOn} differ in length`);
  const { host, port } = new Client(url);
  const relay = createServer((client) => {
    const upstream = connect({ host, port });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    upstream.pipe(client);
    client.on('data', (chunk: Buffer) =>
      upstream.write(Buffer.from(chunk.toString('latin1').replaceAll(heard, passedOn), 'latin1')),
    );
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  return relay;
}
