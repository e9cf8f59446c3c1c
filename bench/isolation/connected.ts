import { Client } from 'pg';

/** Connects, as every row does in the end: a database is ready when its client is. */
export async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Milliseconds until `work` has a connected client, which is then closed. */
export async function timeToClient(work: () => Promise<Client>): Promise<number> {
  const start = performance.now();
  const client = await work();
  const elapsed = performance.now() - start;
  await client.end();
  return elapsed;
}
