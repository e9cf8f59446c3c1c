import { readFileSync, readdirSync } from 'node:fs';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { PostgresServer } from '../../postgres-server.ts';
import { query } from '../../testing/query.ts';
import { containerEngine, imageFromEnvironment, imageVariable } from './container.ts';
import { containerName, findContainers } from './kept-container.ts';
import { startContainerUser } from './testing/container-user.ts';
import { imageIsHere } from './testing/image-is-here.ts';

/** Settings of one's own make a container of one's own. */
const wishFor = (settings: Readonly<Record<string, string>>) => ({
  image: imageFromEnvironment(),
  settings,
  inMemory: true,
});
const containersFor = (settings: Readonly<Record<string, string>>) => findContainers(containerName(wishFor(settings)));

describe('the engine container', () => {
  beforeEach(async ({ skip }) => {
    const available = await containerEngine.available();
    if (available !== true) skip(available);
    if (!(await imageIsHere()))
      skip(`the image ${imageFromEnvironment()} is not on this machine; see ${imageVariable}`);
  });

  test('gives processes that ask at once one container, and removes it when the last of them was killed', async () => {
    const settings = { work_mem: `${process.pid + 64}kB` };
    const users = await Promise.all([1, 2, 3].map(() => startContainerUser(settings)));
    expect(new Set(users.map(({ address }) => address.tcpPort)).size).toBe(1);
    expect(await containersFor(settings)).toHaveLength(1);
    const [first, second, third] = users;
    first?.process.kill('SIGKILL');
    second?.process.kill('SIGKILL');
    if (third === undefined) throw new Error('There are three.');
    await using server = new PostgresServer(third.address);
    expect(await query(server.adminUrl, 'SHOW work_mem')).toEqual([{ work_mem: settings.work_mem }]);
    third.process.kill('SIGKILL');
    await vi.waitUntil(async () => (await containersFor(settings)).length === 0, { timeout: 30_000 });
  });

  test('removes the container of a keeper that was killed, and starts another one', async () => {
    const settings = { work_mem: `${process.pid + 65}kB` };
    const lost = await containerEngine.start({ settings });
    const [abandoned] = await containersFor(settings);
    process.kill(keeperAt(abandoned?.keeper ?? ''), 'SIGKILL');
    await using server = await containerEngine.start({ settings });
    const [present, ...others] = await containersFor(settings);
    expect(others).toEqual([]);
    expect(present?.id).not.toBe(abandoned?.id);
    expect(await query(server.adminUrl, 'SHOW fsync')).toEqual([{ fsync: 'off' }]);
    await lost[Symbol.asyncDispose]();
  });

  test('keeps the data in memory, and counts statements', async () => {
    await using server = await containerEngine.start();
    await using database = await server.createDatabase();
    const [row] = await query(database.adminUrl, `SELECT current_setting('data_directory') AS folder`);
    expect(row).toEqual({ folder: '/rustok/data' });
    expect(await query(database.adminUrl, 'SELECT count(*) > 0 AS counts FROM pg_stat_statements')).toEqual([
      { counts: true },
    ]);
  });

  test('says which image could not be started', async () => {
    const started = containerEngine.start({ image: 'rustok-testkit.invalid/none:0' });
    await expect(started).rejects.toMatchObject({
      code: 'CONTAINER_START_FAILED',
      message: expect.stringContaining('rustok-testkit.invalid/none:0') as string,
    });
  });
});

test('an image that cannot be one is refused', async () => {
  vi.stubEnv(imageVariable, 'not an image');
  expect(imageFromEnvironment).toThrow(expect.objectContaining({ code: 'INVALID_CONFIGURATION' }));
  vi.unstubAllEnvs();
});

/** The process that was told to listen there. */
function keeperAt(socket: string): number {
  const found = readdirSync('/proc').find((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(socket));
  if (found === undefined) throw new Error(`no process keeps ${socket}`);
  return Number(found);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
