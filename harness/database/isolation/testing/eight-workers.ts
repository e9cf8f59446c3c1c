/** `node eight-workers.ts [TESTS] [WORKERS]`: a runner whose workers run tests side by side on one server; fails on cross-talk and on anything left. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import type { DatabaseServer } from '../../engine.ts';
import { embeddedEngine } from '../../engines/embedded.ts';
import { systemEngine } from '../../engines/system.ts';
import { serverVariable } from '../../server-address.ts';
import { query } from '../../testing/query.ts';
import type { IsolationTier } from '../isolation.ts';

/** What a run of workers has shown. */
export interface WorkersFigure {
  readonly tests: number;
  /** Databases of the tier clone, which no two tests may share. */
  readonly clones: number;
  readonly distinctClones: number;
  readonly peakConnections: number;
  /** Test databases and client sessions that are there at the end. */
  readonly left: number;
}

export interface RunWorkersOptions {
  /** Of each worker. */
  readonly tests: number;
  readonly workers?: number;
  readonly onStarted?: (server: DatabaseServer) => void;
}

const tiers: readonly IsolationTier[] = ['clone', 'reset', 'clone', 'rollback'];

/** Runs workers that share one server, `tests` tests each. */
export async function runWorkers({ tests, workers = 8, onStarted }: RunWorkersOptions): Promise<WorkersFigure> {
  const engine = (await embeddedEngine.available()) === true ? embeddedEngine : systemEngine;
  await using server = await engine.start();
  onStarted?.(server);
  await using watcher = await watch(server);
  const runs = Array.from({ length: workers }, async (_, worker) => {
    const tier = tiers[worker % tiers.length] ?? 'clone';
    return { tier, names: await runWorker(server, [String(worker), tier, String(tests)]) };
  });
  const finished = await Promise.all(runs);
  const clones = finished.filter(({ tier }) => tier === 'clone').flatMap(({ names }) => names);
  return {
    tests: finished.reduce((sum, { names }) => sum + names.length, 0),
    clones: clones.length,
    distinctClones: new Set(clones).size,
    peakConnections: watcher.peak(),
    left: await whatIsLeft(server),
  };
}

async function runWorker(server: DatabaseServer, args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./worker-child.ts', import.meta.url)), ...args], {
    env: { ...process.env, [serverVariable]: JSON.stringify(server.address) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const [printed, complaints, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  if (exitCode !== 0) throw new Error(`A worker ended with ${exitCode}: ${complaints}`);
  return JSON.parse(printed) as string[];
}

async function watch({ adminUrl }: DatabaseServer): Promise<{ peak: () => number } & AsyncDisposable> {
  const client = new Client(adminUrl);
  client.on('error', () => undefined);
  await client.connect();
  let peak = 0;
  const stop = new AbortController();
  const loop = (async () => {
    while (!stop.signal.aborted) {
      const { rows } = await client.query<{ n: number }>(
        "SELECT count(*)::int - 1 AS n, pg_sleep(0.005) FROM pg_stat_activity WHERE backend_type = 'client backend'",
      );
      peak = Math.max(peak, rows[0]?.n ?? 0);
    }
  })();
  return {
    peak: () => peak,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await loop;
      await client.end();
    },
  };
}

/** A session that was closed is listed until its process has ended; the watcher and the one who asks do not count. */
async function whatIsLeft({ adminUrl }: DatabaseServer): Promise<number> {
  const deadline = Date.now() + 5000;
  for (;;) {
    const [row] = await query(
      adminUrl,
      `SELECT (SELECT count(*) FROM pg_database WHERE datname LIKE 'rustok\\_test\\_%')
            + (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') - 2 AS left`,
    );
    const left = Number(row?.['left']);
    if (left === 0 || Date.now() > deadline) return left;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [tests = '25', workers = '8'] = process.argv.slice(2);
  const figure = await runWorkers({
    tests: Number(tests),
    workers: Number(workers),
    onStarted: ({ adminUrl, address }) =>
      process.stdout.write(`${JSON.stringify({ adminUrl, folder: address.socketFolder })}\n`),
  });
  process.stdout.write(`${JSON.stringify(figure)}\n`);
  process.exitCode = figure.left === 0 && figure.clones === figure.distinctClones ? 0 : 1;
}
