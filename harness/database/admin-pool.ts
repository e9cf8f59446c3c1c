import { Pool } from 'pg';

/** Connections of the superuser for creating and dropping databases; they do not keep the process alive. */
export function openAdminPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: 'rustok-testkit',
    max: 4,
    allowExitOnIdle: true,
    // Includes the wait for one of these connections while many databases are being created.
    connectionTimeoutMillis: 60_000,
    statement_timeout: 60_000,
  });
  // Without a listener, a server that stops ends this process.
  pool.on('error', () => undefined);
  return pool;
}

/** Ends the connections. Idle ones do not keep the process alive, so something else has to until they have ended. */
export async function endPool(pool: Pool): Promise<void> {
  const awake = setInterval(() => undefined, 60_000);
  try {
    await pool.end();
  } finally {
    clearInterval(awake);
  }
}
