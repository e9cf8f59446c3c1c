import { createTestDatabase } from '../../harness/database/index.ts';
import type { BenchOptions, BenchRow, Benchmark } from '../benchmark.ts';
import { summarise } from '../statistics.ts';
import { type Path, direct, throughPgbouncer, throughProxy } from './paths.ts';
import { prepare, rows } from './rows.ts';

/** What the proxy, in a process of its own, costs beside pgbouncer in session mode and the bare server. */
export const proxyBenchmark: Benchmark = {
  name: 'proxy',
  title: 'the PostgreSQL proxy against pgbouncer (session mode) and the server itself',
  run: compare,
};

async function compare({ rounds, onProgress }: BenchOptions): Promise<BenchRow[]> {
  await using database = await createTestDatabase();
  await prepare(database.tcpUrl);
  await using proxy = await throughProxy(database.tcpUrl);
  await using pgbouncer = await throughPgbouncer(database.tcpUrl);
  if (pgbouncer === undefined) onProgress('pgbouncer is not installed: measured without it');
  const paths: readonly Path[] = [direct(database.tcpUrl), ...(pgbouncer === undefined ? [] : [pgbouncer]), proxy];
  const results: BenchRow[] = [];
  for (const row of rows) {
    const measured = new Map<string, number[]>(paths.map((path) => [path.name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const path of rotated(paths, round)) {
        const value = await row.measure(path.url);
        if (value !== undefined) measured.get(path.name)?.push(value);
      }
    }
    const base = measured.get('direct') ?? [];
    if (base.length === 0) onProgress(`${row.name}: a program that it needs is missing`);
    else
      results.push(
        ...[...measured].map(([path, values]) =>
          summarise({ subject: row.name, metric: path, unit: row.unit }, values, base),
        ),
      );
    onProgress(row.name);
  }
  return results;
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
