import { randomBytes } from 'node:crypto';
import type { Client } from 'pg';
import { type DatabaseServer, type IsolationTier, openIsolation } from '../../harness/database/index.ts';
import { migrations, referenceMigrations } from '../../src/database/index.ts';
import type { Closing } from './closing.ts';
import { connected, timeToClient } from './connected.ts';
import { coldStart, firstOfWarmMachine, warmTheMachine } from './first.ts';
import { openFiveModels } from './five-models.ts';
import { pgliteFromDump, testcontainersSnapshot, truncation } from './others.ts';

/** One thing that is timed. */
export interface Row {
  readonly subject: string;
  /** What a measurement ends with. */
  readonly metric: string;
  /** Milliseconds. */
  measure(): Promise<number>;
}

/** The servers of one run, and what is closed after it. */
export interface Ground {
  readonly memory: DatabaseServer;
  readonly disk: DatabaseServer;
  readonly stack: Closing;
  readonly tell: (line: string) => void;
}

const reference = { migrations: referenceMigrations, remember: false };
const writeOne = "INSERT INTO tenants (id, slug, name) VALUES (gen_random_uuid(), 'bench', 'bench')";

/** Every row, the baseline first. */
export async function makeRows(ground: Ground): Promise<Row[]> {
  const { memory, disk, stack, tell } = ground;
  const lasting = stack.use(await memory.createDatabase({ migrations: referenceMigrations }));
  await warmTheMachine();
  const restore = await testcontainersSnapshot((url) => referenceMigrations.run(url), tell);
  const pglite = stack.use(await pgliteFromDump(migrations.map(({ up }) => up).join('\n')));
  const truncated = stack.use(await truncation(lasting.adminUrl));
  if (restore !== undefined) stack.use(restore);
  return [
    row('bare connection', 'connected client', () => timeToClient(() => connected(lasting.url))),
    await warmAcquire(ground),
    await betweenTests(ground, 'rollback'),
    await betweenTests(ground, 'reset'),
    await clone(ground, memory, 'clone tmpfs'),
    await clone(ground, disk, 'clone disk'),
    await strategy(memory, 'tmpfs', 'file_copy'),
    await strategy(memory, 'tmpfs', 'wal_log'),
    await strategy(disk, 'disk', 'file_copy'),
    await strategy(disk, 'disk', 'wal_log'),
    await sequelizeWithFiveModels(ground),
    row('first of a warm machine', 'connected client, from no server', firstOfWarmMachine),
    row('cold', 'connected client, from nothing', coldStart),
    row('CREATE DATABASE + migrations', 'connected client', () => createAndMigrate(memory)),
    row('truncation', 'tables empty, client kept', () => truncated.measure()),
    row('PGlite', 'first query, data directory loaded', () => pglite.measure()),
    ...(restore === undefined
      ? []
      : [row('testcontainers', 'snapshot restored, connected client', () => restore.measure())]),
  ];
}

function row(subject: string, metric: string, measure: () => Promise<number>): Row {
  return { subject, metric, measure };
}

async function warmAcquire({ memory, stack }: Ground): Promise<Row> {
  const isolation = stack.use(await openIsolation({ ...reference, tier: 'clone', server: memory }));
  return row('warm acquire', 'connected client', async () => {
    await isolation.drained();
    const start = performance.now();
    await using database = await isolation.acquire();
    const client = await connected(database.url);
    const elapsed = performance.now() - start;
    await client.end();
    return elapsed;
  });
}

/** From the end of one test to the start of the next, for a client that stays connected. */
async function betweenTests({ memory, stack }: Ground, tier: IsolationTier): Promise<Row> {
  const isolation = stack.use(await openIsolation({ ...reference, tier, server: memory }));
  let client: Client | undefined;
  stack.defer(async () => client?.end());
  return row(tier, 'client kept from the test before', async () => {
    const database = await isolation.acquire();
    client ??= await connected(database.url);
    await client.query(writeOne);
    const start = performance.now();
    await database[Symbol.asyncDispose]();
    await using next = await isolation.acquire();
    const elapsed = performance.now() - start;
    const { rowCount } = await client.query('SELECT FROM tenants');
    if (rowCount !== 0) throw new Error(`${next.name} still has a row of the test before`);
    return elapsed;
  });
}

async function clone({ stack }: Ground, server: DatabaseServer, subject: string): Promise<Row> {
  const isolation = stack.use(await openIsolation({ ...reference, tier: 'clone', server, warm: 0 }));
  return row(subject, 'connected client', async () => {
    await isolation.drained();
    const start = performance.now();
    await using database = await isolation.acquire();
    const client = await connected(database.url);
    const elapsed = performance.now() - start;
    await client.end();
    return elapsed;
  });
}

/** What the choice of a strategy rests on: the statement alone. */
async function strategy(server: DatabaseServer, storage: string, name: 'file_copy' | 'wal_log'): Promise<Row> {
  const admin = await connected(server.adminUrl);
  const { rows } = await admin.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname LIKE 'rustok\\_template\\_%'",
  );
  await admin.end();
  const template = rows[0]?.datname ?? 'template1';
  return row(`CREATE DATABASE STRATEGY ${name}, ${storage}`, 'statement', async () => {
    const client = await connected(server.adminUrl);
    const target = `rustok_bench_${randomBytes(4).toString('hex')}`;
    const start = performance.now();
    await client.query(`CREATE DATABASE ${target} TEMPLATE ${template} STRATEGY ${name}`);
    const elapsed = performance.now() - start;
    await client.query(`DROP DATABASE ${target}`);
    await client.end();
    return elapsed;
  });
}

async function sequelizeWithFiveModels({ memory, stack }: Ground): Promise<Row> {
  const isolation = stack.use(await openIsolation({ ...reference, tier: 'clone', server: memory }));
  return row('sequelize with five models', 'warm acquire, authenticated', async () => {
    await isolation.drained();
    const start = performance.now();
    await using database = await isolation.acquire();
    const opened = await openFiveModels(database.url);
    const elapsed = performance.now() - start;
    await opened.close();
    return elapsed;
  });
}

async function createAndMigrate(server: DatabaseServer): Promise<number> {
  const start = performance.now();
  await using database = await server.createDatabase();
  await referenceMigrations.run(database.url);
  const client = await connected(database.url);
  const elapsed = performance.now() - start;
  await client.end();
  return elapsed;
}
