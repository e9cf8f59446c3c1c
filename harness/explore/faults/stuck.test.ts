import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exploreFaults } from './explore-faults.ts';
import { OrdersDatabase, type Work, outbox } from './testing/orders-database.ts';

describe('exploreFaults', () => {
  let database: OrdersDatabase;

  beforeAll(async () => {
    database = await OrdersDatabase.open();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const operation: OrdersDatabase['operation'] = (...given) => database.operation(...given);
  const options = () => database.options;

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
      deadlineMs: 600,
      faults: [{ kind: 'error-before', sqlState: '23514' }],
    });
    expect(report.runs.find((run) => run.outcome === 'stuck')).toMatchObject({
      text: 'INSERT INTO orders VALUES (1)',
      reason: expect.stringMatching(/left inside a transaction: pid \d+ \(idle in transaction \(aborted\)/),
    });
  });

  it('reports frozen statements by the deadline of the operation itself', async () => {
    const report = await exploreFaults(
      operation('outbox', outbox, () => ({}), 300),
      {
        ...options(),
        faults: [{ kind: 'freeze' }, { kind: 'freeze-after' }],
      },
    );
    expect(report.outcomes).toMatchObject({ consistent: 7, ambiguous: 1 });
    expect(report.violations).toEqual([]);
  });
});
