import { Client, type ClientBase, Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../database/index.ts';
import type { ExploredOperation, OpenOperation } from './explored-operation.ts';
import { exploreFaults } from './explore-faults.ts';

describe('exploreFaults', () => {
  let database: TestDatabase;
  let direct: Client;
  /** What the publishers of these tests hand to the outside world at once, in this process. */
  let sent: string[];

  beforeAll(async () => {
    database = await createTestDatabase();
    direct = new Client({ connectionString: database.url });
    await direct.connect();
    await direct.query('CREATE TABLE orders (id int PRIMARY KEY); CREATE TABLE outbox (event text, key text UNIQUE)');
  });
  afterAll(async () => {
    await direct.end();
    await database[Symbol.asyncDispose]();
  });

  type Work = (pool: Pool) => Promise<unknown>;

  function operation(
    name: string,
    work: Work,
    extra: (pool: Pool) => Partial<OpenOperation> = () => ({}),
  ): ExploredOperation {
    return {
      name,
      open: (url) => {
        const pool = new Pool({ connectionString: url, max: 2, query_timeout: 300 });
        pool.on('error', () => undefined);
        return Promise.resolve({ run: () => work(pool), close: () => pool.end(), ...extra(pool) });
      },
      reset: async () => {
        sent = [];
        await direct.query('DELETE FROM orders; DELETE FROM outbox');
      },
      observe: async () => {
        const orders = await direct.query<{ id: number }>('SELECT id FROM orders');
        const outbox = await direct.query<{ event: string }>('SELECT event FROM outbox');
        return {
          committed: orders.rows.map((row) => `order ${row.id}`),
          published: [...sent, ...outbox.rows.map((row) => row.event)],
        };
      },
    };
  }

  async function inTransaction(pool: Pool, work: (client: ClientBase) => Promise<unknown>): Promise<void> {
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

  const options = () => ({ url: database.tcpUrl, adminUrl: database.adminUrl, deadlineMs: 2000 });
  const order = (client: ClientBase) => client.query('INSERT INTO orders VALUES (1)');

  const outbox: Work = (pool) =>
    inTransaction(pool, async (client) => {
      await order(client);
      await client.query('INSERT INTO outbox (event) VALUES ($1)', ['OrderPlaced']);
    });

  it('finds nothing in an outbox written in the same transaction, but the doubt of a lost COMMIT', async () => {
    const report = await exploreFaults(operation('outbox', outbox), options());
    expect(report.statements.map((one) => one.text)).toEqual([
      'BEGIN',
      'INSERT INTO orders VALUES (1)',
      'INSERT INTO outbox (event) VALUES ($1)',
      'COMMIT',
    ]);
    expect(report.runs).toHaveLength(16);
    expect(report.violations).toEqual([]);
    expect(report.outcomes).toMatchObject({ consistent: 15, ambiguous: 1 });
    const doubt = report.runs.find((run) => run.outcome === 'ambiguous');
    expect(doubt).toMatchObject({
      text: 'COMMIT',
      atCommit: true,
      faults: [{ statement: 4, fault: { kind: 'drop-after' } }],
    });
    expect(doubt?.firings).toMatchObject([{ statement: { text: 'COMMIT', commandTag: 'COMMIT' } }]);
  });

  it('finds the ghost of an event that is sent before COMMIT', async () => {
    const report = await exploreFaults(
      operation('sent before commit', (pool) =>
        inTransaction(pool, async (client) => {
          await order(client);
          sent.push('OrderPlaced');
        }),
      ),
      options(),
    );
    expect(report.outcomes.ghost).toBe(3);
    expect(report.violations.map((run) => [run.outcome, run.text, run.faults[0]?.fault.kind])).toEqual([
      ['ghost', 'COMMIT', 'error-before'],
      ['ghost', 'COMMIT', 'drop-before'],
      ['ghost', 'COMMIT', 'kill-backend'],
    ]);
  });

  it('finds the event that is lost when it is sent after COMMIT was confirmed', async () => {
    const report = await exploreFaults(
      operation('sent after commit', async (pool) => {
        await inTransaction(pool, order);
        sent.push('OrderPlaced');
      }),
      options(),
    );
    expect(report.violations.map((run) => [run.outcome, run.text, run.faults[0]?.fault.kind])).toEqual([
      ['lost', 'COMMIT', 'drop-after'],
    ]);
  });

  it('goes no further after as many violations as were asked for', async () => {
    const ghostly = operation('ghostly', (pool) =>
      inTransaction(pool, async (client) => {
        await order(client);
        sent.push('OrderPlaced');
      }),
    );
    const report = await exploreFaults(ghostly, { ...options(), stopAfterViolations: 2 });
    expect(report.violations).toHaveLength(2);
    expect(report.runs.at(-1)).toBe(report.violations.at(-1));
  });

  it('finds what is torn when an error is swallowed between two transactions', async () => {
    const report = await exploreFaults(
      operation('two transactions', async (pool) => {
        await inTransaction(pool, order);
        await inTransaction(pool, (client) => client.query('INSERT INTO orders VALUES (2)')).catch(() => undefined);
        sent.push('OrderPlaced');
      }),
      options(),
    );
    expect(report.outcomes.torn).toBeGreaterThan(0);
  });

  it('calls an operation stuck that does not settle, and goes on with the next fault', async () => {
    const patient: Work = async (pool) => {
      try {
        await outbox(pool);
      } catch {
        await new Promise(() => undefined);
      }
    };
    const report = await exploreFaults(operation('patient', patient), {
      ...options(),
      deadlineMs: 100,
      faults: [{ kind: 'drop-before' }],
    });
    expect(report.outcomes).toMatchObject({ stuck: 4 });
  });

  it('calls an operation stuck that leaves its connection inside a transaction', async () => {
    const leaky: Work = async (pool) => {
      const client = await pool.connect();
      client.on('error', () => undefined);
      await client.query('BEGIN');
      await client.query('INSERT INTO orders VALUES (1)');
      await client.query('COMMIT');
      client.release();
    };
    const report = await exploreFaults(operation('leaky', leaky), {
      ...options(),
      deadlineMs: 200,
      faults: [{ kind: 'error-before', sqlState: '23514' }],
    });
    expect(report.runs.find((run) => run.outcome === 'stuck')).toMatchObject({
      text: 'INSERT INTO orders VALUES (1)',
      reason: expect.stringMatching(/left inside a transaction: pid \d+ \(idle in transaction \(aborted\)/),
    });
  });

  it('calls a fault nondeterministic when the operation goes another way', async () => {
    let turn = 0;
    const fickle: Work = (pool) => {
      turn += 1;
      // The warm-up and the recording are turns 1 and 2.
      return turn <= 2 ? outbox(pool) : pool.query('SELECT 1');
    };
    const report = await exploreFaults(operation('fickle', fickle), options());
    expect(report.outcomes.consistent).toBe(0);
    expect(report.outcomes.nondeterministic).toBe(16);
    expect(report.violations).toHaveLength(16);
  });

  it('holds a lost COMMIT against an operation whose retry does it twice, and forgives one whose retry is safe', async () => {
    let key = 0;
    const withKey =
      (safe: boolean): Work =>
      (pool) =>
        inTransaction(pool, async (client) => {
          key += safe ? 0 : 1;
          const { rowCount } = await client.query(
            `INSERT INTO outbox VALUES ('OrderPlaced', $1) ON CONFLICT DO NOTHING`,
            [key],
          );
          if (rowCount === 1) await client.query(`INSERT INTO orders SELECT coalesce(max(id), 0) + 1 FROM orders`);
        });
    for (const safe of [true, false]) {
      const work = withKey(safe);
      const report = await exploreFaults(
        operation('with retry', work, (pool) => ({ retry: () => work(pool) })),
        { ...options(), faults: [{ kind: 'drop-after' }] },
      );
      expect(report.outcomes).toMatchObject(safe ? { ambiguous: 1, torn: 0 } : { ambiguous: 0, torn: 1 });
      expect(report.violations).toHaveLength(safe ? 0 : 1);
    }
  });

  it('strikes a second time while the operation recovers, at places that the seed chooses', async () => {
    const persistent: Work = async (pool) => {
      try {
        await outbox(pool);
      } catch {
        await outbox(pool);
      }
    };
    const explore = () =>
      exploreFaults(operation('persistent', persistent), {
        ...options(),
        faults: [{ kind: 'error-before', sqlState: '40001' }],
        pairs: { count: 5, seed: 7 },
      });
    const report = await explore();
    const pairs = report.runs.filter((run) => run.faults.length === 2);
    expect(pairs).toHaveLength(5);
    expect(pairs.every((run) => run.firings.length === 2)).toBe(true);
    expect(report.violations).toEqual([]);
    const again = (await explore()).runs.map((run) => run.faults);
    expect(again).toEqual(report.runs.map((run) => run.faults));
  });

  it('places no second fault in a retry of its own', async () => {
    const once: Work = (pool) =>
      inTransaction(pool, (client) => client.query('INSERT INTO orders VALUES (1) ON CONFLICT DO NOTHING'));
    const report = await exploreFaults(
      operation('repeatable', once, (pool) => ({ retry: () => once(pool) })),
      { ...options(), faults: [{ kind: 'drop-after' }], pairs: { count: 9, seed: 1 } },
    );
    expect(report.outcomes).toMatchObject({ nondeterministic: 0 });
    expect(report.runs.every((run) => run.faults.length === 1)).toBe(true);
  });

  it('tries no more first faults than it was asked for on the way to the pairs', async () => {
    const report = await exploreFaults(operation('outbox', outbox), {
      ...options(),
      faults: [{ kind: 'error-before', sqlState: '40001' }, { kind: 'drop-before' }],
      pairs: { count: 1, seed: 7, firsts: 3 },
    });
    expect(report.runs.filter((run) => run.faults.length === 1)).toHaveLength(3);
  });

  it('reports frozen statements by the deadline of the operation itself', async () => {
    const report = await exploreFaults(operation('outbox', outbox), {
      ...options(),
      faults: [{ kind: 'freeze' }, { kind: 'freeze-after' }],
    });
    expect(report.outcomes).toMatchObject({ consistent: 7, ambiguous: 1 });
    expect(report.violations).toEqual([]);
  });

  it('says so when the operation does not work even without a fault, or does not use the proxy', async () => {
    const failing = operation('failing', () => Promise.reject(new Error('no')));
    await expect(exploreFaults(failing, options())).rejects.toMatchObject({ code: 'CLEAN_RUN_FAILED' });
    const elsewhere = operation('elsewhere', () => direct.query('SELECT 1'));
    await expect(exploreFaults(elsewhere, options())).rejects.toMatchObject({ code: 'NOTHING_RECORDED' });
  });
});
