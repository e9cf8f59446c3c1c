import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { scramVerifier } from '../../cluster/scram.ts';
import { clusterSettings } from '../../cluster/cluster-settings.ts';
import { type ContainerWish, containerName, keeperLabel, ownScope, scopeLabel } from './kept-container.ts';
import type { KeeperWord } from './lease.ts';
import { PostgreSqlContainer } from './testcontainers-module.ts';

/** What a keeper is told. */
export interface KeeperOrder {
  readonly wish: ContainerWish;
  /** Where it listens for those who want a lease. */
  readonly socket: string;
  readonly deadlineMs: number;
}

const dataFolder = '/rustok';
const admin = 'rustok_admin';
const application = 'rustok_app';

/** Starts the container, or finds that another keeper was faster: its name can be taken once. */
export async function startContainer(order: KeeperOrder): Promise<{ word: KeeperWord; remove: () => Promise<void> }> {
  const password = newPassword();
  try {
    const started = await describe(order, password).start();
    const remove = async (): Promise<void> =>
      void (await started.stop({ timeout: 0, remove: true, removeVolumes: true }));
    const [host, port] = [started.getHost(), started.getPort()];
    try {
      const prepared = await prepare(started.getConnectionUri());
      const role = { name: admin, password };
      return { word: { ready: { host, port, admin: role, ...prepared } }, remove };
    } catch (error) {
      await remove();
      throw error;
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/\b409\b|already in use/.test(message)) return { word: { taken: true }, remove: async () => undefined };
    throw new Error(`The image ${order.wish.image} could not be started as a container: ${message}`, { cause: error });
  }
}

function describe({ wish, socket, deadlineMs }: KeeperOrder, password: string) {
  const settings = Object.entries({ ...clusterSettings, ...wish.settings });
  const container = new PostgreSqlContainer(wish.image)
    .withName(containerName(wish))
    .withLabels({ [keeperLabel]: socket, [scopeLabel]: ownScope() })
    .withDatabase('postgres')
    .withUsername(admin)
    .withPassword(password)
    .withEnvironment({ PGDATA: `${dataFolder}/data`, POSTGRES_INITDB_ARGS: '--no-sync' })
    .withCommand(['postgres', ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])])
    // testcontainers would end it with the process that started it; ours lives as long as anybody uses it.
    .withAutoCleanup(false)
    .withStartupTimeout(deadlineMs);
  return wish.inMemory ? container.withTmpFs({ [dataFolder]: 'rw' }) : container;
}

/** Gives a new server the application's role and the counters, as a local one has them. */
async function prepare(url: string) {
  const password = newPassword();
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `CREATE ROLE ${application} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${scramVerifier(password)}'`,
    );
    const { rows } = await client.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
    await addCounters(url);
    return { version: rows[0]?.version.split(' ')[0] ?? '', application: { name: application, password } };
  } finally {
    await client.end();
  }
}

async function addCounters(url: string): Promise<void> {
  const client = new Client({ connectionString: url.replace(/\/postgres(\?|$)/, '/template1$1') });
  await client.connect();
  try {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
  } finally {
    await client.end();
  }
}

function newPassword(): string {
  return randomBytes(24).toString('hex');
}
