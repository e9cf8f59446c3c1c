import { openAdminConnection } from '../../../harness/counting/index.ts';
import { requireOpenFiles, requireOwnSockets } from '../../../harness/load/index.ts';
import type { StampedeRun } from '../run.ts';
import type { Measured } from '../measurement.ts';
import type { CaseName } from '../options.ts';
import type { Taken } from '../rows.ts';
import { serviceCold } from './cold.ts';
import { serviceHot, serviceOpen } from './hot.ts';
import type { ServiceOptions } from './options.ts';
import { requireReachable } from './reach.ts';

/** Measures a service that is running: one crowd at its cold cache, then the warm service, round by round. */
export async function runService(options: ServiceOptions): Promise<StampedeRun> {
  const { url, rounds, ratePerSecond } = options;
  const isStopped = (): boolean => options.signal?.aborted === true;
  requireOwnSockets();
  requireOpenFiles(options.connections);
  await requireReachable(url, options);
  const taken: Taken[] = [];
  const each: readonly [CaseName, () => Promise<Measured>][] = [
    ['hit', () => serviceHot(options)],
    ...(ratePerSecond === undefined ? [] : [['open', () => serviceOpen(options, ratePerSecond)] as const]),
  ].map(([name, measure]) => [name as CaseName, measure as () => Promise<Measured>]);
  const of = 1 + rounds * each.length;
  const take = async (name: CaseName, round: number, measure: () => Promise<Measured>): Promise<void> => {
    if (isStopped()) return;
    options.onProgress?.({ done: taken.length, of, what: name });
    try {
      taken.push({ subject: url, name, round, measured: await measure() });
    } catch (error) {
      if (!isStopped()) throw error;
    }
  };
  await take('found', 0, () => serviceCold(options));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of each) await take(name, round, measure);
  }
  return { taken, absent: {}, isPartial: isStopped(), database: await databaseOf(options) };
}

async function databaseOf({ databaseUrl }: ServiceOptions): Promise<string> {
  await using admin = await openAdminConnection(databaseUrl);
  const [row] = await admin.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
  return `PostgreSQL ${row?.version ?? '?'}`;
}
