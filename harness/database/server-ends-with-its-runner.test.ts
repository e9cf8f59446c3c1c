import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { isAlive, type Runner, startRunner } from './testing/runner.ts';
import { scratchFolder } from './testing/scratch-folder.ts';

const hold = 'setInterval(() => undefined, 1000);';

async function expectNothingLeft({ serverPid, supervisorPid, address }: Runner): Promise<void> {
  await vi.waitFor(
    () => {
      const left = {
        server: isAlive(serverPid),
        supervisor: isAlive(supervisorPid),
        folder: existsSync(address.socketFolder),
      };
      expect(left).toEqual({ server: false, supervisor: false, folder: false });
    },
    { timeout: 15_000, interval: 5 },
  );
}

describe.concurrent('a server', () => {
  it.each(['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends when its runner gets %s', async (signal) => {
    const runner = await startRunner(hold);
    expect(isAlive(runner.serverPid)).toBe(true);
    runner.process.kill(signal);
    await expectNothingLeft(runner);
  });

  it.each([
    ['calls process.exit', 'process.exit(0);'],
    ['throws', 'setImmediate(() => { throw new Error("boom"); });'],
    ['aborts', 'process.abort();'],
    ['has nothing left to do', ''],
    ['has nothing left to do after using it', 'await using db = await kit.createTestDatabase();'],
    ['stops it', 'await kit.stopServers();'],
  ])('ends when its runner %s', async (_title, afterwards) => {
    const runner = await startRunner(afterwards);
    await expectNothingLeft(runner);
  });

  it('ends with its runner although its supervisor was killed', async () => {
    const runner = await startRunner(hold);
    process.kill(runner.supervisorPid, 'SIGKILL');
    runner.process.kill('SIGKILL');
    await expectNothingLeft(runner);
  });

  it('ends when its supervisor is told to', async () => {
    const runner = await startRunner(hold);
    process.kill(runner.supervisorPid, 'SIGTERM');
    await expectNothingLeft(runner);
    runner.process.kill('SIGKILL');
  });

  it('leaves no folder when it is killed itself, and its runner goes on', async () => {
    const runner = await startRunner(`await kit.createTestDatabase(); console.log('used'); ${hold}`);
    await once(runner.process.stdout, 'data');
    process.kill(runner.serverPid, 'SIGKILL');
    await expectNothingLeft(runner);
    expect(runner.process.exitCode).toBe(null);
    runner.process.kill('SIGKILL');
  });

  it('leaves TMPDIR empty when its data lay there and its runner is killed', async () => {
    using folder = scratchFolder();
    if (process.geteuid?.() === 0) chmodSync(folder.path, 0o1777);
    const runner = await startRunner(hold, {
      environment: { TMPDIR: folder.path, RUSTOK_TESTKIT_STORAGE: 'disk' },
    });
    expect(readdirSync(folder.path)).toHaveLength(1);
    runner.process.kill('SIGKILL');
    await expectNothingLeft(runner);
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
