import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { DeadlineError } from '../../../src/errors/index.ts';

const deadlineMs = 180_000;
const lockNotAvailable = '55P03';

/**
 * Runs `work` while nobody else does so under the same name, in any process of the server. The lock lives on a connection of
 * its own: it ends with the process that holds it, and the ones who wait take no connection that `work` may need.
 */
export async function withLock<T>(adminUrl: string, name: string, work: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: adminUrl, application_name: 'rustok-testkit lock' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await takeLock(client, name);
    return await work();
  } finally {
    await client.end();
  }
}

async function takeLock(client: Client, name: string): Promise<void> {
  const digest = createHash('sha256').update(name).digest();
  try {
    await client.query(`SET lock_timeout = ${deadlineMs}`);
    await client.query('SELECT pg_advisory_lock($1)', [digest.readBigInt64BE()]);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === lockNotAvailable)) throw error;
    throw new DeadlineError(`waiting for another process that is at work on ${name}`, deadlineMs, { cause: error });
  }
}
