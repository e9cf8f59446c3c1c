import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { PostgresServer } from '../postgres-server.ts';
import { sharedServer } from '../shared-server.ts';
import { query } from '../testing/query.ts';
import { openAdminPool } from '../admin-pool.ts';
import { dropDatabase } from './clone.ts';
import { lockOf } from './owners.ts';

/** The shared server, as one that outlives its users is used. */
async function lastingServer(): Promise<PostgresServer> {
  const { address } = await sharedServer();
  return new PostgresServer({ ...address, engine: 'url' });
}

async function exists(name: string): Promise<boolean> {
  const { adminUrl } = await sharedServer();
  return (await query(adminUrl, 'SELECT FROM pg_database WHERE datname = $1', [name])).length === 1;
}

describe('a server that outlives its users', () => {
  it('loses what a process that was killed has left when the next one comes, and nothing of those that live', async () => {
    await using living = await lastingServer();
    await using held = await living.createDatabase();
    const { address } = await sharedServer();
    const script = `
      const { PostgresServer } = await import(${JSON.stringify(new URL('../postgres-server.ts', import.meta.url).href)});
      const server = new PostgresServer(${JSON.stringify({ ...address, engine: 'url' })});
      const { name } = await server.createDatabase();
      console.log(name);
      setInterval(() => undefined, 1000);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(child.stdout, 'data')) as [Buffer];
    const left = printed.toString().trim();
    {
      await using other = await lastingServer();
      await (await other.createDatabase())[Symbol.asyncDispose]();
      expect(await exists(left)).toBe(true);
    }
    child.kill('SIGKILL');
    await once(child, 'close');
    await sessionsOfTheDeadAreGone(left);
    await using next = await lastingServer();
    await (await next.createDatabase())[Symbol.asyncDispose]();
    expect([await exists(left), await exists(held.name)]).toEqual([false, true]);
  });

  it('keeps a database that the kit did not make, whatever its name', async () => {
    const { adminUrl } = await sharedServer();
    const name = 'rustok_test_of_somebody_else';
    await query(adminUrl, `CREATE DATABASE ${name}`);
    const admin = openAdminPool(adminUrl);
    await expect(dropDatabase(admin, name)).rejects.toMatchObject({ code: 'NOT_OUR_DATABASE' });
    expect(await exists(name)).toBe(true);
    await admin.end();
    await query(adminUrl, `DROP DATABASE ${name}`);
  });
});

/** The lock of a killed process goes when the server has seen its connection close. */
async function sessionsOfTheDeadAreGone(name: string): Promise<void> {
  const { adminUrl } = await sharedServer();
  const [row] = await query(
    adminUrl,
    "SELECT split_part(shobj_description(oid, 'pg_database'), ' ', 3) AS owner FROM pg_database WHERE datname = $1",
    [name],
  );
  expect(row?.['owner']).toMatch(/^[0-9a-f]{16}$/);
  const deadline = Date.now() + 10_000;
  for (;;) {
    const sessions = await query(
      adminUrl,
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND ((classid::bigint << 32) | objid::bigint) = $1`,
      [lockOf(String(row?.['owner']))],
    );
    if (sessions.length === 0) return;
    if (Date.now() > deadline) throw new Error('The lock of a killed process is still held.');
  }
}
