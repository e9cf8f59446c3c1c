import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DatabaseServer, openIsolation } from '../../harness/database/index.ts';
import type { Migrations } from '../../harness/database/index.ts';
import type { BenchRow } from '../benchmark.ts';
import { summarise } from '../statistics.ts';
import { connected } from './connected.ts';

const tests = 1000;

/**
 * What a test costs when a thousand follow one another, each with a database of its own, one row written, and everything that
 * the pool makes and drops meanwhile: wall clock, processor time of this process and of the server, connections at the most,
 * databases left at the end.
 */
export async function sustained(server: DatabaseServer, migrations: Migrations): Promise<BenchRow[]> {
  const watcher = await connected(server.adminUrl);
  const before = await databases(watcher);
  let peak = 0;
  const startCpu = process.cpuUsage();
  const startServer = serverCpuMs(server);
  const start = performance.now();
  {
    await using isolation = await openIsolation({ tier: 'clone', migrations, server, remember: false });
    for (let test = 0; test < tests; test += 1) {
      await using database = await isolation.acquire();
      const client = await connected(database.url);
      await client.query("INSERT INTO tenants (id, slug, name) VALUES (gen_random_uuid(), 'bench', 'bench')");
      const { rows } = await watcher.query<{ n: number }>(
        "SELECT count(*)::int - 1 AS n FROM pg_stat_activity WHERE backend_type = 'client backend'",
      );
      peak = Math.max(peak, rows[0]?.n ?? 0);
      await client.end();
    }
  }
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(startCpu);
  const serverCpu = serverCpuMs(server);
  const left = (await databases(watcher)) - before;
  await watcher.end();
  const one = (metric: string, unit: string, value: number) =>
    summarise({ subject: 'warm sustained per test', metric, unit }, [value]);
  return [
    one(`wall, mean of ${tests} tests`, 'ms', wall / tests),
    one(`CPU of the runner, mean of ${tests} tests`, 'ms', (user + system) / 1000 / tests),
    ...(startServer === undefined || serverCpu === undefined
      ? []
      : [one(`CPU of the server, mean of ${tests} tests`, 'ms', (serverCpu - startServer) / tests)]),
    one('peak connections', '', peak),
    one('databases left', '', left),
  ];
}

async function databases(watcher: { query: (text: string) => Promise<{ rowCount: number | null }> }): Promise<number> {
  const { rowCount } = await watcher.query("SELECT FROM pg_database WHERE datname LIKE 'rustok\\_test\\_%'");
  return rowCount ?? 0;
}

/** Of the server's main process and the sessions that have ended; Linux tells, in hundredths of a second. */
function serverCpuMs({ address }: DatabaseServer): number | undefined {
  try {
    const pid = readFileSync(join(address.socketFolder ?? '', 'data', 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * 10;
  } catch {
    return undefined;
  }
}
