import type { Pool } from 'pg';

/** Double claim: between the SELECT and the UPDATE another worker may have seen the same free job. */
export async function claimByLookingFirst(pool: Pool, worker: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM jobs WHERE claimed_by IS NULL ORDER BY id LIMIT 1');
  const job = rows[0];
  if (job === undefined) return undefined;
  await pool.query('UPDATE jobs SET claimed_by = $1 WHERE id = $2', [worker, job.id]);
  return job.id;
}

/** Mended: one statement that looks, locks and claims, and skips what another worker holds. */
export async function claim(pool: Pool, worker: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ id: number }>(
    `UPDATE jobs SET claimed_by = $1
      WHERE id = (SELECT id FROM jobs WHERE claimed_by IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id`,
    [worker],
  );
  return rows[0]?.id;
}
