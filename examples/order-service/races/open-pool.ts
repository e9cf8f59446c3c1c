import { Pool } from 'pg';

/** A pool that ends with the block that opened it. */
export function openPool(url: string): AsyncDisposable & { readonly pool: Pool } {
  const pool = new Pool({ connectionString: url });
  // `end` does not wait until the server has noticed; a database that is dropped then ends the session once more.
  pool.on('error', () => undefined);
  return { pool, [Symbol.asyncDispose]: () => pool.end() };
}
