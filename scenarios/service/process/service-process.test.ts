import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test, vi } from 'vitest';
import { ServiceProcess } from './service-process.ts';

function start(script: string): ServiceProcess {
  return new ServiceProcess({ command: ['/bin/sh', '-c', script], directory: '/', environment: { GREETING: 'hello' } });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The first line that it prints. */
function firstLine(started: ServiceProcess): Promise<string> {
  return new Promise((resolve) => started.onLine(resolve));
}

test('runs a command with its environment and keeps what it printed', async () => {
  await using started = start('echo $GREETING; echo again >&2; exit 3');
  expect(await started.exited).toEqual({ code: 3, signal: null });
  expect(await started.terminate(1_000)).toBe(true);
  expect(started.output.split('\n').toSorted()).toEqual(['again', 'hello']);
});

test('a command that is not there ends with what the shell says', async () => {
  await using started = new ServiceProcess({ command: ['/no-such-program'], directory: '/', environment: {} });
  expect((await started.exited).code).toBe(127);
  await started.kill();
  expect(started.output).toMatch(/no-such-program.*not found/);
});

test('a folder that is not there is an end as well', async () => {
  await using started = new ServiceProcess({ command: ['true'], directory: '/nowhere', environment: {} });
  expect(await started.exited).toEqual({ code: null, signal: null });
  expect(started.output).toMatch(/ENOENT/);
});

test('terminate waits for the descendants too', async () => {
  await using started = start('sleep 60 & echo $!; wait');
  const descendant = Number(await firstLine(started));
  expect(isAlive(descendant)).toBe(true);
  expect(await started.terminate(5_000)).toBe(true);
  expect(isAlive(descendant)).toBe(false);
});

test('terminate says that it had to kill what does not end', async () => {
  await using started = start(`trap '' TERM; echo deaf; while :; do sleep 1; done`);
  await firstLine(started);
  expect(await started.terminate(50)).toBe(false);
  expect(isAlive(started.pid)).toBe(false);
});

test.each(['SIGKILL', 'SIGTERM'] as const)('ends with a runner that gets %s', async (signal) => {
  const door = new URL('./service-process.ts', import.meta.url).href;
  const script = `
    const { ServiceProcess } = await import('${door}');
    const started = new ServiceProcess({ command: ['/bin/sh', '-c', 'sleep 60 & echo $! $$; wait'], directory: '/', environment: {} });
    started.onLine((line) => console.log(line));
  `;
  const runner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(runner.stdout), 'line')) as [string];
  const pids = line.split(' ').map(Number);
  expect(pids.map(isAlive)).toEqual([true, true]);
  runner.kill(signal);
  await vi.waitFor(() => expect(pids.map(isAlive)).toEqual([false, false]), { timeout: 15_000, interval: 5 });
});
