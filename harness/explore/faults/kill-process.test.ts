import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../database/index.ts';
import { exploreFaults } from './explore-faults.ts';
import type { ExploredOperation } from './explored-operation.ts';

/** A service in a process of its own: places an order at each message, and publishes after COMMIT or inside the transaction. */
const service = `
  const { Client } = require('pg');
  const client = new Client({ connectionString: process.argv[1] });
  const isSafe = process.argv[2] !== 'after commit';
  const isPersistent = process.argv[2] === 'persistent';
  const publish = () => client.query("INSERT INTO outbox VALUES ('OrderPlaced')");
  client.connect().then(() => process.send('ready'));
  const place = async () => {
    await client.query('BEGIN');
    await client.query('INSERT INTO orders VALUES (1)');
    if (isSafe) await publish();
    await client.query('COMMIT');
    if (!isSafe) await publish();
  };
  const placeAgain = () => client.query('ROLLBACK').then(place);
  process.on('message', async () => {
    await (isPersistent ? place().catch(placeAgain) : place());
    process.send('done');
  });`;

type Kind = 'outbox' | 'after commit' | 'persistent';

describe('the process that runs the operation is killed', () => {
  let database: TestDatabase;
  let direct: Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    direct = new Client({ connectionString: database.url });
    await direct.connect();
    await direct.query('CREATE TABLE orders (id int PRIMARY KEY); CREATE TABLE outbox (event text)');
  });
  afterAll(async () => {
    await direct.end();
    await database[Symbol.asyncDispose]();
  });

  async function answered(child: ChildProcess, word: string): Promise<void> {
    const exited = once(child, 'exit').then(() => Promise.reject(new Error('the process has ended')));
    const spoken = once(child, 'message').then(([message]) => expect(message).toBe(word));
    await Promise.race([exited, spoken]);
  }

  function operation(kind: Kind): ExploredOperation {
    return {
      name: kind,
      open: async (url) => {
        const child = spawn(process.execPath, ['-e', service, url, kind], {
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        });
        await answered(child, 'ready');
        const kill = async () => {
          const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
          child.kill('SIGKILL');
          await exited;
        };
        const run = async () => {
          child.send('run');
          await answered(child, 'done');
        };
        return { run, kill, close: kill };
      },
      reset: async () => {
        await direct.query('DELETE FROM orders; DELETE FROM outbox');
      },
      observe: async () => {
        const read = async (table: string) =>
          (await direct.query<Record<string, unknown>>(`SELECT * FROM ${table}`)).rows.map((row) =>
            JSON.stringify(row),
          );
        return { committed: await read('orders'), published: await read('outbox') };
      },
    };
  }

  const options = () => ({
    url: database.tcpUrl,
    adminUrl: database.adminUrl,
    deadlineMs: 3000,
    faults: [{ kind: 'kill-process' }] as const,
  });
  const explore = (kind: Kind) => exploreFaults(operation(kind), options());

  it('at any statement: an outbox in the same transaction stays whole', async () => {
    const report = await explore('outbox');
    expect(report.runs).toHaveLength(4);
    expect(report.outcomes.consistent).toBe(4);
  });

  it('after COMMIT and before it publishes: the event is lost', async () => {
    const report = await explore('after commit');
    expect(report.violations.map((run) => [run.outcome, run.text])).toEqual([
      ['lost', `INSERT INTO outbox VALUES ('OrderPlaced')`],
    ]);
    expect(report.outcomes.consistent).toBe(3);
  });

  it('while it recovers from another fault: nothing is committed, until its second COMMIT was', async () => {
    const refused = { statement: 3, fault: { kind: 'error-before', sqlState: '40001' } } as const;
    const killed = [4, 5, 8].map((statement) => [refused, { statement, fault: { kind: 'kill-process' } as const }]);
    const report = await exploreFaults(operation('persistent'), { ...options(), places: killed });
    expect(report.runs.map((run) => `${run.outcome}: ${run.reason}`)).toEqual(
      Array.from({ length: 3 }, () => 'consistent: nothing committed, nothing published'),
    );
    // The proxy witnesses the first fault, and the held statement went nowhere.
    expect(report.runs.map((run) => run.firings.length)).toEqual([1, 1, 1]);
    expect(report.runs.map((run) => run.statements.at(-1)?.text)).toEqual(['ROLLBACK', 'BEGIN', 'COMMIT']);
  });

  it('is refused where there is no process to kill', async () => {
    const immortal: ExploredOperation = {
      ...operation('outbox'),
      open: async (url) => {
        const { run, close } = await operation('outbox').open(url);
        return { run, close };
      },
    };
    await expect(exploreFaults(immortal, options())).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      fields: [expect.objectContaining({ path: 'kill' })],
    });
  });
});
