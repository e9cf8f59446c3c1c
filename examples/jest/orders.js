/** Stores an order and its event in one transaction. */
export async function placeOrder(client, id, total) {
  await client.query('BEGIN');
  try {
    const data = JSON.stringify({ id, total });
    await client.query('INSERT INTO outbox (type, data) VALUES ($1, $2)', ['order.placed', data]);
    await client.query('INSERT INTO orders (id, total) VALUES ($1, $2)', [id, total]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
