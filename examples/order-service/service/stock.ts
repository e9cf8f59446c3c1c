import type { Pool } from 'pg';
import { inTransaction } from './transaction.ts';

/** Lost update: what is written rests on what was read, and somebody else may have written since. */
export function reserveByReadingFirst(pool: Pool, item: number, quantity: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ stock: number }>('SELECT stock FROM items WHERE id = $1', [item]);
    const stock = rows[0]?.stock ?? 0;
    if (stock < quantity) return false;
    await client.query('UPDATE items SET stock = $2 WHERE id = $1', [item, stock - quantity]);
    return true;
  });
}

/** Mended: the database subtracts, and checks in the same statement. */
export function reserve(pool: Pool, item: number, quantity: number): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query('UPDATE items SET stock = stock - $2 WHERE id = $1 AND stock >= $2', [
      item,
      quantity,
    ]);
    return rowCount === 1;
  });
}
