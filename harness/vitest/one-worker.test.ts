import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openAdminConnection } from '../counting/index.ts';
import { createTestDatabase } from '../database/index.ts';

/** The databases of two test files with the tier reset, which one worker runs one after the other on the server of this run. */
async function databasesOf(...flags: readonly string[]): Promise<readonly string[]> {
  const config = ['--config', 'harness/vitest/testing/one-worker/vitest.config.ts'];
  const command = ['node_modules/vitest/vitest.mjs', 'run', ...config, '--maxWorkers=1', ...flags];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: { ...process.env, NO_COLOR: '1' } });
  return [...stdout.matchAll(/^database (\w+)$/gm)].map(([, name = '']) => name);
}

test('one database serves every file of a worker that is not isolated, and each file of one that is; none stays behind', async () => {
  const [shared, isolated] = [await databasesOf('--no-isolate'), await databasesOf()];
  expect([shared.length, new Set(shared).size]).toEqual([2, 1]);
  expect([isolated.length, new Set(isolated).size]).toEqual([2, 2]);
  await using database = await createTestDatabase();
  await using admin = await openAdminConnection(database.adminUrl);
  const left = await admin.query('SELECT datname FROM pg_database WHERE datname = ANY ($1)', [
    [...shared, ...isolated],
  ]);
  expect(left).toEqual([]);
});
