import { Client, Pool } from 'pg';
import { DependencyError } from '../../src/errors/index.ts';
import type { AdminQuery } from './sessions.ts';

const deadlineMs = 5_000;
const maintenanceDatabase = 'postgres';

const pools = new Map<string, Pool>();

/**
 * Asks the server of that database, by one prepared statement on a session in its maintenance database that is kept for the next
 * test: the database itself can be dropped, cloned or renamed at any time. A server that has stopped holds nothing: it answers
 * with no rows.
 */
export function adminQueryOf(adminUrl: string): AdminQuery {
  return async (text, values) => {
    try {
      return await ask(poolFor(maintenanceUrl(adminUrl)), text, values);
    } catch (cause) {
      if (hasStopped(cause)) return [];
      throw new DependencyError('The server did not say what the test left open on it', {
        cause,
        code: 'LEAK_CHECK_FAILED',
      });
    }
  };
}

/** Asks the database itself, on a session that is closed afterwards. */
export async function askDatabase(adminUrl: string, text: string): Promise<unknown[]> {
  const client = new Client({ ...settings, connectionString: adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** The name of the database that a URL leads to. */
export function databaseOf(url: string): string {
  return new Client({ connectionString: url }).database ?? '';
}

const settings = {
  application_name: 'rustok-testkit leaks',
  connectionTimeoutMillis: deadlineMs,
  statement_timeout: deadlineMs,
  query_timeout: deadlineMs,
};

async function ask(pool: Pool, text: string, values: readonly unknown[]): Promise<unknown[]> {
  return (await pool.query<Record<string, unknown>>({ name: 'leaks', text, values: [...values] })).rows;
}

function poolFor(url: string): Pool {
  const open = pools.get(url);
  if (open !== undefined) return open;
  const pool = new Pool({ ...settings, connectionString: url, max: 2, idleTimeoutMillis: 0, allowExitOnIdle: true });
  // Without a listener, a server that stops ends this process.
  pool.on('error', () => undefined);
  pools.set(url, pool);
  return pool;
}

function maintenanceUrl(adminUrl: string): string {
  return adminUrl.replace(/^([^?]*\/)[^/?]*(\?|$)/, `$1${maintenanceDatabase}$2`);
}

const stopped = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03']);

function hasStopped(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && stopped.has(String(error.code))) || error.message === 'Connection terminated unexpectedly';
}
