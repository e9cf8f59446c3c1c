import { Client, type ClientBase, Pool } from 'pg';
import { type TestDatabase, createTestDatabase } from '../../../database/index.ts';
import type { ExploredOperation, OpenOperation } from '../explored-operation.ts';

/** What an operation does over its own pool of two connections. */
export type Work = (pool: Pool) => Promise<unknown>;

/** Longer than any answer takes, and shorter than a caller is given. */
const patienceMs = 1800;

/** A database with orders and an outbox, and operations on it. */
export class OrdersDatabase implements AsyncDisposable {
  /** What the publishers of a test hand to the outside world at once, in this process. */
  readonly sent: string[] = [];
  readonly direct: Client;
  readonly #database: TestDatabase;

  private constructor(database: TestDatabase, direct: Client) {
    this.#database = database;
    this.direct = direct;
  }

  static async open(): Promise<OrdersDatabase> {
    const database = await createTestDatabase();
    const direct = new Client({ connectionString: database.url });
    await direct.connect();
    await direct.query('CREATE TABLE orders (id int PRIMARY KEY); CREATE TABLE outbox (event text, key text UNIQUE)');
    return new OrdersDatabase(database, direct);
  }

  get options() {
    return { url: this.#database.tcpUrl, adminUrl: this.#database.adminUrl, deadlineMs: 2000 };
  }

  operation(
    name: string,
    work: Work,
    extra: (pool: Pool) => Partial<OpenOperation> = () => ({}),
    queryTimeoutMs = patienceMs,
  ): ExploredOperation {
    return {
      name,
      open: (url) => {
        const pool = new Pool({ connectionString: url, max: 2, query_timeout: queryTimeoutMs });
        pool.on('error', () => undefined);
        return Promise.resolve({ run: () => work(pool), close: () => pool.end(), ...extra(pool) });
      },
      reset: async () => {
        this.sent.length = 0;
        await this.direct.query('DELETE FROM orders; DELETE FROM outbox');
      },
      observe: async () => {
        const orders = await this.direct.query<{ id: number }>('SELECT id FROM orders');
        const outbox = await this.direct.query<{ event: string }>('SELECT event FROM outbox');
        return {
          committed: orders.rows.map((row) => `order ${row.id}`),
          published: [...this.sent, ...outbox.rows.map((row) => row.event)],
        };
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.direct.end();
    await this.#database[Symbol.asyncDispose]();
  }
}

/** One transaction on one connection, which is given back whatever happens. */
export async function inTransaction(pool: Pool, work: (client: ClientBase) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  client.on('error', () => undefined);
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** Places an order. */
export const order = (client: ClientBase) => client.query('INSERT INTO orders VALUES (1)');

/** The right way: state and event in one transaction. */
export const outbox: Work = (pool) =>
  inTransaction(pool, async (client) => {
    await order(client);
    await client.query('INSERT INTO outbox (event) VALUES ($1)', ['OrderPlaced']);
  });
