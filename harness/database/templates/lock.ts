import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { DeadlineError } from '../../../src/errors/index.ts';

const deadlineMs = 180_000;
const lockNotAvailable = '55P03';

/** Runs `work` while no other process does so under the same name; the lock ends with the session of the one that holds it. */
export async function withLock<T>(admin: Pool, name: string, work: () => Promise<T>): Promise<T> {
  const key = BigInt.asIntN(64, BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 16)}`));
  const client = await admin.connect();
  let broken = true;
  try {
    await client.query(`SET statement_timeout = 0; SET lock_timeout = ${deadlineMs}`);
    await client.query('SELECT pg_advisory_lock($1)', [key]);
    const result = await work();
    broken = false;
    return result;
  } catch (error) {
    const timedOut = error instanceof Error && 'code' in error && error.code === lockNotAvailable;
    throw timedOut ? new DeadlineError(`waiting for another process to build ${name}`, deadlineMs) : error;
  } finally {
    if (!broken) await client.query('SELECT pg_advisory_unlock_all(); RESET statement_timeout; RESET lock_timeout');
    client.release(broken);
  }
}
