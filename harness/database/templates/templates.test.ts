import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { serverVariable } from '../server-address.ts';
import { sharedServer } from '../shared-server.ts';
import type { Migrations } from '../test-database.ts';
import { query } from '../testing/query.ts';

/** Migrations that nobody else has; `runs` counts how often a database was migrated with them. */
function countedMigrations(): Omit<Migrations, 'hash'> & { runs: number; hash: () => string } {
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
    const hash = migrations.hash();
    const builder = spawnBuilder(hash, JSON.stringify(server.address));
    await once(builder.stdout, 'data');
    builder.kill('SIGKILL');
    await once(builder, 'close');
    await using database = await server.createDatabase({ migrations });
    expect(await query(database.url, 'SELECT * FROM things')).toEqual([]);
    expect(migrations.runs).toBe(1);
  });

  it('is no database of somebody else that happens to have its name', async () => {
    const server = await sharedServer();
    const migrations = countedMigrations();
    const name = `rustok_template_${createHash('sha256').update(migrations.hash()).digest('hex').slice(0, 24)}`;
    await query(server.adminUrl, `CREATE DATABASE ${name}`);
    await expect(server.createDatabase({ migrations })).rejects.toMatchObject({ code: 'NOT_OUR_DATABASE' });
    expect(await query(server.adminUrl, 'SELECT FROM pg_database WHERE datname = $1', [name])).toHaveLength(1);
    await query(server.adminUrl, `DROP DATABASE ${name}`);
  });

  it('cannot be connected to, so that nothing is in the way of a clone', async () => {
    const server = await sharedServer();
    const migrations = countedMigrations();
    await using database = await server.createDatabase({ migrations });
    const [row] = await query(
      database.adminUrl,
      "SELECT datname FROM pg_database WHERE datname LIKE 'rustok\\_template\\_%' LIMIT 1",
    );
    const url = database.adminUrl.replace(database.name, String(row?.['datname']));
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: '55000' });
  });

  it('that nobody has used for two weeks is dropped when another one is built; one that is used again stays', async () => {
    const server = await sharedServer();
    const [forgotten, used] = [countedMigrations(), countedMigrations()];
    const nameOf = ({ hash }: { hash: () => string }) =>
      `rustok_template_${createHash('sha256').update(hash()).digest('hex').slice(0, 24)}`;
    const useOnce = async (migrations: Migrations) =>
      (await server.createDatabase({ migrations }))[Symbol.asyncDispose]();
    for (const migrations of [forgotten, used]) {
      await useOnce(migrations);
      await query(server.adminUrl, `COMMENT ON DATABASE ${nameOf(migrations)} IS 'rustok-testkit template 2001-02-03'`);
    }
    await useOnce(used);
    await useOnce(countedMigrations());
    const left = await query(server.adminUrl, 'SELECT datname FROM pg_database WHERE datname IN ($1, $2)', [
      nameOf(forgotten),
      nameOf(used),
    ]);
    expect(left).toEqual([{ datname: nameOf(used) }]);
    expect(used.runs).toBe(1);
  });

  it('is built where a builder that died has left its site, and takes that away', async () => {
    const server = await sharedServer();
    const migrations = countedMigrations();
    const site = `rustok_building_${createHash('sha256').update(migrations.hash()).digest('hex').slice(0, 24)}_0123`;
    await query(server.adminUrl, `CREATE DATABASE ${site}`);
    await query(server.adminUrl, `COMMENT ON DATABASE ${site} IS 'rustok-testkit building'`);
    await (await server.createDatabase({ migrations }))[Symbol.asyncDispose]();
    expect(await query(server.adminUrl, 'SELECT FROM pg_database WHERE datname = $1', [site])).toEqual([]);
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
