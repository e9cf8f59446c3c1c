import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { importPeer } from '../../src/errors/index.ts';
import { connected, timeToClient } from './connected.ts';

/** What a user would pick instead; undefined, with the reason told, where it cannot run here. */
export interface Other extends AsyncDisposable {
  measure(): Promise<number>;
}

const dockerDeadlineMs = 2000;

/** A container that snapshots its database once and restores it for every test. */
export async function testcontainersSnapshot(
  migrate: (url: string) => Promise<void>,
  tell: (line: string) => void,
): Promise<Other | undefined> {
  try {
    await promisify(execFile)('docker', ['info'], { timeout: dockerDeadlineMs });
  } catch {
    tell('testcontainers: skipped, no Docker answers here');
    return undefined;
  }
  const { PostgreSqlContainer } = await importPeer(
    '@testcontainers/postgresql',
    'The benchmark of testcontainers',
    () => import('@testcontainers/postgresql'),
  );
  const image = process.env['RUSTOK_TESTKIT_POSTGRES_IMAGE'] ?? 'postgres:18-alpine';
  try {
    const container = await new PostgreSqlContainer(image).withDatabase('bench').start();
    await migrate(container.getConnectionUri());
    await container.snapshot();
    return {
      measure: () =>
        timeToClient(async () => {
          await container.restoreSnapshot();
          return connected(container.getConnectionUri());
        }),
      [Symbol.asyncDispose]: async () => void (await container.stop()),
    };
  } catch (error) {
    tell(`testcontainers: skipped, ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
    return undefined;
  }
}

/** PGlite, loaded from a dump of a migrated data directory for every test. */
export async function pgliteFromDump(schema: string): Promise<Other> {
  const { PGlite } = await importPeer(
    '@electric-sql/pglite',
    'The benchmark of PGlite',
    () => import('@electric-sql/pglite'),
  );
  const template = await PGlite.create();
  await template.exec(schema);
  const loadDataDir = await template.dumpDataDir('none');
  await template.close();
  return {
    measure: async () => {
      const start = performance.now();
      const database = await PGlite.create({ loadDataDir });
      await database.query('SELECT 1');
      const elapsed = performance.now() - start;
      await database.close();
      return elapsed;
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** One database for all tests, its tables truncated before each. */
export async function truncation(url: string): Promise<Other> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ tables: string }>(
    "SELECT string_agg(format('%I', tablename), ', ') AS tables FROM pg_tables WHERE schemaname = 'public'",
  );
  const truncate = `TRUNCATE ${rows[0]?.tables ?? ''} RESTART IDENTITY CASCADE`;
  return {
    measure: async () => {
      await client.query("INSERT INTO tenants (id, slug, name) VALUES (gen_random_uuid(), 'bench', 'bench')");
      const start = performance.now();
      await client.query(truncate);
      return performance.now() - start;
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}
