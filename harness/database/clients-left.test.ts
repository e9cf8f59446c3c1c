import { Client, Pool } from 'pg';
import { Sequelize } from 'sequelize';
import { describe, expect, it } from 'vitest';
import { createTestDatabase, sharedServer } from './index.ts';
import { RollbackSource } from './isolation/rollback-source.ts';

/** What ends the process, or fails the run that it happens in, whatever is being done then. */
async function uncaughtDuring(work: () => Promise<void>): Promise<unknown[]> {
  const seen: unknown[] = [];
  const listener = (error: unknown) => seen.push(error);
  const others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', listener);
  try {
    await work();
    // What the server says to a session that it cuts has come by the time of a later answer.
    await using other = await createTestDatabase();
    const client = new Client(other.url);
    await client.connect();
    await client.end();
  } finally {
    process.off('uncaughtException', listener);
    for (const other of others) process.on('uncaughtException', other);
  }
  return seen;
}

async function leaveClients(url: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  await client.query('BEGIN');
  await new Pool({ connectionString: url }).query('SELECT 1');
  await new Sequelize(url, { logging: false }).query('SELECT 1');
}

describe('a database that is disposed of', () => {
  it.each(['url', 'tcpUrl'] as const)('ends the clients of this process that were left on its %s', async (place) => {
    const seen = await uncaughtDuring(async () => {
      await using database = await createTestDatabase();
      await leaveClients(database[place]);
    });
    expect(seen).toEqual([]);
  });

  it('lets an error through that was thrown while a client was open', async () => {
    const seen = await uncaughtDuring(async () => {
      const work = async () => {
        await using database = await createTestDatabase();
        await leaveClients(database.url);
        throw new Error('the reason');
      };
      await expect(work()).rejects.toThrow('the reason');
    });
    expect(seen).toEqual([]);
  });

  it('does so in the tier rollback when a failed test keeps its data', async () => {
    const server = await sharedServer();
    await using source = new RollbackSource(server, {});
    const seen = await uncaughtDuring(async () => {
      const database = await source.take();
      await new Pool({ connectionString: database.url }).query('SELECT 1');
      await source.giveUp(database);
    });
    expect(seen).toEqual([]);
  });
});
