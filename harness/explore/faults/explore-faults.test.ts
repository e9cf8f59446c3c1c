import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exploreFaults } from './explore-faults.ts';
import { OrdersDatabase, type Work, inTransaction, order, outbox } from './testing/orders-database.ts';

describe('exploreFaults', () => {
  let database: OrdersDatabase;

  beforeAll(async () => {
    database = await OrdersDatabase.open();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const operation: OrdersDatabase['operation'] = (...given) => database.operation(...given);
  const options = () => database.options;

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
          database.sent.push('OrderPlaced');
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
        database.sent.push('OrderPlaced');
      }),
      options(),
    );
    expect(report.violations.map((run) => [run.outcome, run.text, run.faults[0]?.fault.kind])).toEqual([
      ['lost', 'COMMIT', 'drop-after'],
    ]);
  });

  it('finds the caller who is told that it was done before COMMIT was sent', async () => {
    const early: Work = async (pool) => {
      const client = await pool.connect();
      client.on('error', () => undefined);
      try {
        await client.query('BEGIN');
        await order(client);
        await client.query('INSERT INTO outbox (event) VALUES ($1)', ['OrderPlaced']);
      } catch (error) {
        client.release(true);
        throw error;
      }
      // As a framework does that commits when the answer has gone out.
      const commit = () => client.query('COMMIT').finally(() => client.release(true));
      setImmediate(() => void commit().catch(() => undefined));
    };
    const report = await exploreFaults(operation('early', early), options());
    expect(report.statements.map(({ text }) => text).at(-1)).toBe('COMMIT');
    expect(report.violations.map((run) => [run.outcome, run.text, run.faults[0]?.fault.kind])).toEqual([
      ['lost', 'COMMIT', 'error-before'],
      ['lost', 'COMMIT', 'drop-before'],
      ['lost', 'COMMIT', 'kill-backend'],
    ]);
  });

  it('goes no further after as many violations as were asked for', async () => {
    const ghostly = operation('ghostly', (pool) =>
      inTransaction(pool, async (client) => {
        await order(client);
        database.sent.push('OrderPlaced');
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
        database.sent.push('OrderPlaced');
      }),
      options(),
    );
    expect(report.outcomes.torn).toBeGreaterThan(0);
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
      expect(report.runs.flatMap((run) => run.retry ?? [])).toEqual([safe ? 'safe' : 'unsafe']);
      expect(report.unretried).toEqual([]);
    }
  });

  it('tells a lost COMMIT that nobody can retry apart, and allows it', async () => {
    const report = await exploreFaults(operation('outbox', outbox), { ...options(), faults: [{ kind: 'drop-after' }] });
    expect(report.violations).toEqual([]);
    expect(report.unretried).toEqual(report.runs.filter((run) => run.outcome === 'ambiguous'));
    expect(report.unretried).toMatchObject([
      {
        text: 'COMMIT',
        retry: 'untried',
        reason: 'committed and published, but the caller saw an error; there is no key to retry with',
      },
    ]);
  });

  it('lets an operation pass whose statements are only late', async () => {
    const report = await exploreFaults(operation('outbox', outbox), {
      ...options(),
      faults: [{ kind: 'delay', delayMs: 5 }],
    });
    expect(report.runs.map((run) => [run.outcome, run.settlement.kind, run.firings.length])).toEqual(
      Array.from({ length: 4 }, () => ['consistent', 'resolved', 1]),
    );
  });

  it('strikes where the operation chooses its schema, also when a fault took its connection', async () => {
    const inSchema: Work = async (pool) => {
      const client = await pool.connect();
      client.on('error', () => undefined);
      try {
        await client.query('SET search_path TO public');
        await client.query(
          `WITH placed AS (INSERT INTO orders VALUES (1)) INSERT INTO outbox (event) VALUES ('OrderPlaced')`,
        );
        client.release();
      } catch (error) {
        client.release(true);
        throw error;
      }
    };
    const report = await exploreFaults(operation('in a schema', inSchema), options());
    expect(report.statements.map((one) => one.text.slice(0, 8))).toEqual(['SET sear', 'WITH pla']);
    expect(report.runs).toHaveLength(8);
    expect(report.outcomes).toMatchObject({ nondeterministic: 0 });
    expect(report.violations).toEqual([]);
  });

  it('strikes an operation on both of its connections', async () => {
    const audited =
      (audit: string): Work =>
      (pool) =>
        inTransaction(pool, async (client) => {
          await order(client);
          await inTransaction(pool, (other) => other.query(audit));
          await client.query('INSERT INTO outbox (event) VALUES ($1)', ['OrderPlaced']);
        });
    const reading = await exploreFaults(operation('reads beside', audited('SELECT id FROM orders')), options());
    expect(reading.runs).toHaveLength(7 * 4);
    expect(new Set(reading.runs.flatMap((run) => run.statements.map((one) => one.connection))).size).toBeGreaterThan(1);
    expect(reading.runs.every((run) => run.firings.length === 1)).toBe(true);
    expect(reading.violations).toEqual([]);
    const writing = audited(`INSERT INTO outbox (event) VALUES ('Audited')`);
    const report = await exploreFaults(operation('writes beside', writing), options());
    const torn = report.violations.filter((run) => run.outcome === 'torn').map((run) => run.faults[0]?.statement);
    // From the COMMIT of the second connection on, what fails on the first one comes too late.
    expect(new Set(torn)).toEqual(new Set([5, 6, 7]));
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

  it('says so when the operation does not work even without a fault, or does not use the proxy', async () => {
    const failing = operation('failing', () => Promise.reject(new Error('no')));
    await expect(exploreFaults(failing, options())).rejects.toMatchObject({ code: 'CLEAN_RUN_FAILED' });
    const elsewhere = operation('elsewhere', () => database.direct.query('SELECT 1'));
    await expect(exploreFaults(elsewhere, options())).rejects.toMatchObject({ code: 'NOTHING_RECORDED' });
  });

  it('refuses what cannot be explored before anything is opened', async () => {
    const exploring = exploreFaults({ ...operation('', outbox) }, options());
    await expect(exploring).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      fields: [{ path: 'operation.name' }],
    });
  });
});
