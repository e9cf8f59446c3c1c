import assert from 'node:assert/strict';
import { placeOrder, placeOrderUnguarded } from '../service/orders.ts';
import type { Race } from './race.ts';

export const writeSkew: Race = {
  name: 'write skew',
  start: 'DELETE FROM orders; DELETE FROM customers; INSERT INTO customers VALUES (1, 10000)',
  callers: ['desktop', 'phone'],
  broken: (pool) => placeOrderUnguarded(pool, 1, 7000),
  mended: (pool) => placeOrder(pool, 1, 7000),
  check: async (database) => {
    const { rows } = await database.query<{ ordered: number }>(
      'SELECT coalesce(sum(amount), 0)::int AS ordered FROM orders WHERE customer_id = 1',
    );
    const ordered = rows[0]?.ordered;
    assert.ok(ordered === 7000, `orders of ${ordered} cents were placed on a credit of 10000`);
  },
};
