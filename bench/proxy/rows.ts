import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { Client, Pool } from 'pg';
import { importPeer } from '../../src/errors/index.ts';

/** One thing that is timed. */
export interface Row {
  readonly name: string;
  /** What one measurement counts: microseconds an operation, or MB/s. */
  readonly unit: 'µs' | 'MB/s';
  /** Measures once; undefined where a program that it needs is missing. */
  measure(url: string): Promise<number | undefined>;
}

const rowCount = 10_000;
const oneRow = 'SELECT v FROM bench_kv WHERE id = $1';

/** The tables that the rows read. */
export async function prepare(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `CREATE TABLE bench_kv (id int PRIMARY KEY, v text); INSERT INTO bench_kv SELECT n, 'value ' || n FROM generate_series(1, ${rowCount}) n; ANALYZE bench_kv`,
  );
  await client.end();
}

export const rows: readonly Row[] = [
  { name: 'SELECT 1', unit: 'µs', measure: (url) => latency(url, 3000, (client) => client.query('SELECT 1')) },
  {
    name: 'pg one-row select',
    unit: 'µs',
    measure: (url) => latency(url, 3000, (client, turn) => client.query(oneRow, [1 + (turn % rowCount)])),
  },
  {
    name: 'pg one-row select, prepared',
    unit: 'µs',
    measure: (url) =>
      latency(url, 3000, (client, turn) =>
        client.query({ name: 'one', text: oneRow, values: [1 + (turn % rowCount)] }),
      ),
  },
  { name: 'pg eight connections', unit: 'µs', measure: eightConnections },
  { name: 'pgbench prepared', unit: 'µs', measure: pgbench },
  { name: 'COPY 100 MB', unit: 'MB/s', measure: copy },
];

async function latency(
  url: string,
  turns: number,
  query: (client: Client, turn: number) => Promise<unknown>,
): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (let turn = 0; turn < turns / 10; turn += 1) await query(client, turn);
  const start = performance.now();
  for (let turn = 0; turn < turns; turn += 1) await query(client, turn);
  const elapsed = performance.now() - start;
  await client.end();
  return (elapsed * 1000) / turns;
}

async function eightConnections(url: string): Promise<number> {
  const pool = new Pool({ connectionString: url, max: 8 });
  const round = (turns: number) =>
    Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        for (let turn = 0; turn < turns; turn += 1) await pool.query(oneRow, [1 + ((turn * 8 + lane) % rowCount)]);
      }),
    );
  await round(50);
  const start = performance.now();
  await round(500);
  const elapsed = performance.now() - start;
  await pool.end();
  return (elapsed * 1000) / 4000;
}

async function pgbench(url: string): Promise<number | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const script = join(folder, 'one-row.sql');
    await writeFile(script, `\\set id random(1, ${rowCount})\nSELECT v FROM bench_kv WHERE id = :id;\n`);
    const { stdout } = await promisify(execFile)('pgbench', ['-n', '-M', 'prepared', '-t', '10000', '-f', script, url]);
    return Number(/latency average = ([\d.]+) ms/.exec(stdout)?.[1]) * 1000;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function copy(url: string): Promise<number> {
  const streams = await importPeer('pg-copy-streams', 'The benchmark of COPY', () => import('pg-copy-streams'));
  const client = new Client({ connectionString: url });
  await client.connect();
  let bytes = 0;
  const count = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  const start = performance.now();
  await pipeline(
    client.query(streams.to(`COPY (SELECT n, repeat('x', 90) FROM generate_series(1, 1000000) n) TO STDOUT`)),
    count,
  );
  const elapsed = performance.now() - start;
  await client.end();
  return bytes / 1e6 / (elapsed / 1000);
}
