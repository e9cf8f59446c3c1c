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
  const isSafe = process.argv[2] === 'outbox';
  const publish = () => client.query("INSERT INTO outbox VALUES ('OrderPlaced')");
  client.connect().then(() => process.send('ready'));
  process.on('message', async () => {
    await client.query('BEGIN');
    await client.query('INSERT INTO orders VALUES (1)');
    if (isSafe) await publish();
    await client.query('COMMIT');
    if (!isSafe) await publish();
    process.send('done');
  });`;

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

  function operation(kind: 'outbox' | 'after commit'): ExploredOperation {
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

  const explore = (kind: 'outbox' | 'after commit') =>
    exploreFaults(operation(kind), {
      url: database.tcpUrl,
      adminUrl: database.adminUrl,
      deadlineMs: 3000,
      faults: [{ kind: 'kill-process' }],
    });

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
});
