import { createTestDatabase } from '../../harness/database/index.ts';
import { type Path, direct, throughPgbouncer, throughProxy } from './paths.ts';
import { prepare, rows } from './rows.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 7);

/** Measures every row over every path, in turns, so that a busy machine is busy for all of them. */
async function main(): Promise<void> {
  await using database = await createTestDatabase();
  await prepare(database.tcpUrl);
  await using proxy = await throughProxy(database.tcpUrl);
  const pgbouncer = await throughPgbouncer(database.tcpUrl);
  const paths: readonly Path[] = [direct(database.tcpUrl), ...(pgbouncer === undefined ? [] : [pgbouncer]), proxy];
  try {
    for (const row of rows) {
      const measured = new Map<string, number[]>(paths.map((path) => [path.name, []]));
      for (let round = 0; round < rounds; round += 1)
        for (const path of rotated(paths, round)) {
          const value = await row.measure(path.url);
          if (value !== undefined) measured.get(path.name)?.push(value);
        }
      print(row.name, row.unit, measured);
    }
  } finally {
    await pgbouncer?.[Symbol.asyncDispose]();
  }
}

function print(name: string, unit: string, measured: ReadonlyMap<string, readonly number[]>): void {
  const base = measured.get('direct') ?? [];
  const cells = [...measured].map(([path, values]) => {
    if (values.length === 0) return `${path} –`;
    const ratio = median(values.map((value, round) => value / (base[round] ?? value)));
    return `${path} ${median(values).toFixed(1)} ${unit} (× ${ratio.toFixed(2)})`;
  });
  process.stdout.write(`${name.padEnd(30)} ${cells.join('   ')}\n`);
}

function rotated<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

await main();
