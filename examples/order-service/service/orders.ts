import type { Pool, PoolClient } from 'pg';
import { inTransaction } from './transaction.ts';

async function placeWithinLimit(client: PoolClient, customer: number, amount: number): Promise<boolean> {
  const { rows } = await client.query<{ free: number }>(
    `SELECT credit_limit - (SELECT coalesce(sum(amount), 0) FROM orders WHERE customer_id = $1)::int AS free
       FROM customers WHERE id = $1`,
    [customer],
  );
  if ((rows[0]?.free ?? 0) < amount) return false;
  await client.query('INSERT INTO orders (customer_id, amount) VALUES ($1, $2)', [customer, amount]);
  return true;
}

/** Write skew: each order is within the limit that its own transaction sees, both together are not. */
export function placeOrderUnguarded(pool: Pool, customer: number, amount: number): Promise<boolean> {
  return inTransaction(pool, (client) => placeWithinLimit(client, customer, amount));
}

/** Mended: the server refuses what no serial order could have done, and the loser tries again. */
export async function placeOrder(pool: Pool, customer: number, amount: number): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(
        pool,
        (client) => placeWithinLimit(client, customer, amount),
        'BEGIN ISOLATION LEVEL SERIALIZABLE',
      );
    } catch (error) {
      if (attempt === 3 || !isSerializationFailure(error)) throw error;
    }
  }
}

function isSerializationFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40001';
}
