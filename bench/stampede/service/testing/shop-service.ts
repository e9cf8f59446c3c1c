import { once } from 'node:events';
import { createServer } from 'node:http';
import { Pool } from 'pg';
import { type TestDatabase, createTestDatabase } from '../../../../harness/database/index.ts';

/** How the service misbehaves. */
export interface ShopFaults {
  /** Every so many answers are begun and not ended. */
  readonly brokenEvery?: number;
  /** Every so many callers are answered without a look at the database. */
  readonly hastyEvery?: number;
}

/** Somebody's service and its database. */
export interface Shop extends AsyncDisposable {
  readonly database: TestDatabase;
  /** Serves with a cold cache: one query for everybody. */
  serve(faults?: ShopFaults): Promise<{ readonly url: string } & AsyncDisposable>;
}

export async function openShop(): Promise<Shop> {
  const database = await createTestDatabase();
  const pool = new Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  await pool.query(`CREATE TABLE shops (name text); INSERT INTO shops VALUES ('acme')`);
  return {
    database,
    serve: (faults = {}) => serve(pool, faults),
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function serve(
  pool: Pool,
  { brokenEvery = Number.POSITIVE_INFINITY, hastyEvery = Number.POSITIVE_INFINITY }: ShopFaults,
) {
  let shop: Promise<unknown> | undefined;
  let turn = 0;
  const server = createServer((_request, response) => {
    turn += 1;
    const isBroken = turn % brokenEvery === 0;
    const isHasty = turn % hastyEvery === 0;
    shop ??= pool.query('SELECT name FROM shops');
    void (isHasty ? Promise.resolve() : shop).then(() => {
      if (!isBroken) return response.end('acme');
      response.writeHead(200, { 'content-length': '100' }).write('half of it');
      return setImmediate(() => response.destroy());
    });
  }).listen({ port: 0, host: '127.0.0.1', backlog: 511 });
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
