import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import { faker } from '@faker-js/faker';

/** Runs transactions of a pool, every other one rolled back, with pauses between their statements; returns the rows that are there. */
export async function countAfterTransactions(url: string, transactions: number): Promise<number> {
  const pool = new Pool({ connectionString: url, max: 8 });
  try {
    await pool.query('CREATE TABLE entry (id int PRIMARY KEY, half int)');
    await Promise.all(Array.from({ length: transactions }, (_, number) => transact(pool, number)));
    const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM entry');
    return rows[0]?.n ?? -1;
  } finally {
    await pool.end();
  }
}

async function transact(pool: Pool, number: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query('INSERT INTO entry VALUES ($1, 1)', [2 * number]);
    await pause(faker.number.int({ max: 3 }));
    await client.query('INSERT INTO entry VALUES ($1, 2)', [2 * number + 1]);
    await client.query(number % 2 === 0 ? 'COMMIT' : 'ROLLBACK');
  } finally {
    client.release();
  }
}
