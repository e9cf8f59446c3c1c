import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { serverVariable } from '../server-address.ts';
import { sharedServer } from '../shared-server.ts';
import type { Migrations } from '../test-database.ts';
import { query } from '../testing/query.ts';

/** Migrations that nobody else has; `runs` counts how often a database was migrated with them. */
function countedMigrations(): Migrations & { runs: number } {
  const hash = randomUUID();
  const migrations = {
    runs: 0,
    hash: () => hash,
    run: async (url: string) => {
      migrations.runs += 1;
      await query(url, 'CREATE TABLE things (id int)');
    },
  };
  return migrations;
}

describe('a template', () => {
  it('is migrated once for callers that overlap', async () => {
    const server = await sharedServer();
    const migrations = countedMigrations();
    const databases = await Promise.all(Array.from({ length: 8 }, () => server.createDatabase({ migrations })));
    expect(migrations.runs).toBe(1);
    await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()));
  });

  it('is made by other migrations when their hash is another one', async () => {
    const server = await sharedServer();
    for (const migrations of [countedMigrations(), countedMigrations()]) {
      await using database = await server.createDatabase({ migrations });
      expect(migrations.runs).toBe(1);
      expect(await query(database.url, 'SELECT * FROM things')).toEqual([]);
    }
  });

  it('is not left half made by migrations that fail; the error is theirs', async () => {
    const server = await sharedServer();
    const migrations = countedMigrations();
    const failing: Migrations = {
      hash: migrations.hash,
      run: async (url) => void (await query(url, 'CREATE TABLE things (id int); SELECT 1 / 0')),
    };
    await expect(server.createDatabase({ migrations: failing })).rejects.toMatchObject({ code: '22012' });
    await using database = await server.createDatabase({ migrations });
    expect(await query(database.url, 'SELECT * FROM things')).toEqual([]);
  });

  it('is not left half made by a process that is killed while it migrates', async () => {
    const server = await sharedServer();
    const migrations = countedMigrations();
    const hash = await migrations.hash();
    const builder = spawnBuilder(hash, JSON.stringify(server.address));
    await once(builder.stdout, 'data');
    builder.kill('SIGKILL');
    await once(builder, 'close');
    await using database = await server.createDatabase({ migrations });
    expect(await query(database.url, 'SELECT * FROM things')).toEqual([]);
    expect(migrations.runs).toBe(1);
  });
});

/** Another process that migrates a template and never finishes; it writes a line once it has begun. */
function spawnBuilder(hash: string, address: string) {
  const script = `
    import { createTestDatabase } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)};
    import { Client } from 'pg';
    const run = async (url) => {
      const client = new Client(url);
      await client.connect();
      await client.query('CREATE TABLE things (id int, half boolean)');
      console.log('begun');
      await new Promise(() => setInterval(() => undefined, 1000));
    };
    await createTestDatabase({ migrations: { hash: () => ${JSON.stringify(hash)}, run } });
  `;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: new URL('.', import.meta.url),
    env: { ...process.env, [serverVariable]: address },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
