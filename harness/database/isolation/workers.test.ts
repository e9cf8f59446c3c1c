import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { query } from '../testing/query.ts';
import { runWorkers } from './testing/eight-workers.ts';

const workers = 8;
const tests = Number(process.env['TESTS_PER_WORKER'] ?? 25);
/** A worker makes and drops with two connections, resets with one, rolls back on one, and its test uses one; a lock while the template is built. */
const connectionsOfWorker = 6;

it(`keeps ${workers} workers × ${tests} tests apart on one server, on few connections, and leaves nothing`, async () => {
  const figure = await runWorkers({ tests, workers });
  expect(figure).toMatchObject({ tests: workers * tests, left: 0 });
  expect(figure.distinctClones).toBe(figure.clones);
  expect(figure.peakConnections).toBeLessThanOrEqual(workers * connectionsOfWorker);
});

it('leaves no process and no folder when the runner of the workers is killed, and the next run starts clean', async () => {
  const { runner, adminUrl, folder } = await startRunner(['100000', '3']);
  await vi.waitFor(
    async () => {
      const rows = await query(adminUrl, "SELECT FROM pg_database WHERE datname LIKE 'rustok\\_test\\_%'");
      expect(rows.length).toBeGreaterThan(3);
    },
    { timeout: 20_000 },
  );
  expect(processesAt(folder).length).toBeGreaterThan(3);
  runner.kill('SIGKILL');
  await vi.waitFor(() => expect([existsSync(folder), processesAt(folder)]).toEqual([false, []]), { timeout: 20_000 });
  const next = await startRunner(['1', '3']);
  expect((await once(next.runner, 'close'))[0]).toBe(0);
  expect([existsSync(next.folder), processesAt(next.folder)]).toEqual([false, []]);
});

const program = fileURLToPath(new URL('./testing/eight-workers.ts', import.meta.url));

async function startRunner(args: readonly string[]) {
  const runner = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [printed] = (await once(runner.stdout, 'data')) as [Buffer];
  const { adminUrl, folder } = JSON.parse(String(printed)) as { adminUrl: string; folder: string };
  return { runner, adminUrl, folder };
}

/** The server and the workers that were told of it: its folder stands in their command lines or their environments. */
function processesAt(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const [command, environment, status] = ['cmdline', 'environ', 'stat'].map((name) =>
          readFileSync(`/proc/${pid}/${name}`, 'utf8').replaceAll('\0', ' '),
        );
        const isAlive = !/\) Z /.test(status ?? '');
        return isAlive && `${command} ${environment}`.includes(folder) ? [`${pid} ${command}`] : [];
      } catch {
        return []; // It ended while we looked.
      }
    });
}
