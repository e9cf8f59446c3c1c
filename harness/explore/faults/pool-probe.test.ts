import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exploreFaults } from './explore-faults.ts';
import { OrdersDatabase, type Work, outbox } from './testing/orders-database.ts';

let database: OrdersDatabase;
beforeAll(async () => {
  database = await OrdersDatabase.open();
});
afterAll(() => database[Symbol.asyncDispose]());

const probe = (pool: Pool) => ({ probe: { connections: 2, ask: () => pool.query('SELECT 1') } });

/** Forgets to give a connection back on which a statement failed; outside a transaction, the server takes it for an idle one. */
const leaking: Work = async (pool) => {
  const client = await pool.connect();
  client.on('error', () => undefined);
  await client.query(`WITH placed AS (INSERT INTO orders VALUES (1)) INSERT INTO outbox VALUES ('OrderPlaced')`);
  client.release();
};

it('calls a run stuck that leaks a connection for each failed statement, though nothing is open at the server', async () => {
  const report = await exploreFaults(database.operation('leaking', leaking, probe), {
    ...database.options,
    deadlineMs: 1500,
    faults: [{ kind: 'error-before', sqlState: '23514' }],
  });
  expect(report.runs).toMatchObject([
    {
      outcome: 'stuck',
      isAllowed: false,
      reason: 'the pool is short of connections: only 1 of the 2 connections of its pool could be had within 1500 ms',
    },
  ]);
});

it('sees nothing of it without a probe', async () => {
  const report = await exploreFaults(database.operation('leaking', leaking), {
    ...database.options,
    faults: [{ kind: 'error-before', sqlState: '23514' }],
  });
  expect(report.runs).toMatchObject([{ outcome: 'consistent' }]);
});

it('has nothing against a pool that lost connections and replaces them', async () => {
  const report = await exploreFaults(database.operation('outbox', outbox, probe), database.options);
  expect(report.outcomes).toMatchObject({ consistent: 15, ambiguous: 1, stuck: 0 });
});

it('holds no probe against a statement of the operation, nor for a place of a fault', async () => {
  const { statements } = await exploreFaults(database.operation('outbox', outbox, probe), {
    ...database.options,
    places: [[{ statement: 1, fault: { kind: 'drop-before' } }]],
  });
  expect(statements.map(({ text }) => text)).not.toContain('SELECT 1');
});

it('says so when the probe fails without a fault, or cannot be asked', async () => {
  const explore = (connections: number, ask: (pool: Pool) => Promise<unknown>) =>
    exploreFaults(
      database.operation('outbox', outbox, (pool) => ({ probe: { connections, ask: () => ask(pool) } })),
      { ...database.options, deadlineMs: 1500 },
    );
  const question = (pool: Pool) => pool.query('SELECT 1');
  await expect(explore(3, question)).rejects.toThrow(/outbox fails its probe without any fault: only 2 of the 3/);
  await expect(explore(2, () => Promise.reject(new Error('no')))).rejects.toThrow(/only 0 of the 2 .*: Error: no/);
  await expect(explore(0, question)).rejects.toMatchObject({ code: 'INVALID_CONFIGURATION' });
});
