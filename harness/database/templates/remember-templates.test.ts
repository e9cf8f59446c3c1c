import { chmodSync, existsSync, readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { embeddedEngine } from '../engines/embedded.ts';
import { openIsolation } from '../isolation/open-isolation.ts';
import { query } from '../testing/query.ts';
import { scratchFolder } from '../testing/scratch-folder.ts';
import { rememberTemplates } from './remember-templates.ts';

const available = await embeddedEngine.available();
const cache = scratchFolder();
beforeAll(() => {
  if (process.geteuid?.() === 0) chmodSync(cache.path, 0o755);
  else chmodSync(cache.path, 0o700);
  vi.stubEnv('RUSTOK_TESTKIT_CACHE', cache.path);
});
afterAll(() => {
  vi.unstubAllEnvs();
  cache[Symbol.dispose]();
});

function counted(sql: string) {
  const migrations = {
    runs: 0,
    hash: () => sql,
    run: async (url: string) => {
      migrations.runs += 1;
      await query(url, sql);
    },
  };
  return migrations;
}

/** Names of the cached clusters that hold templates. */
function remembered(): string[] {
  return readdirSync(cache.path).filter((name) => /^cluster-[0-9a-f]+t/.test(name));
}

describe.skipIf(available !== true)('a template', () => {
  it('is there when the next server starts, with its rows; what tests did to the server is not', async () => {
    const migrations = counted('CREATE TABLE things AS SELECT 1 AS id');
    const server = await embeddedEngine.start();
    const isolation = await openIsolation({ tier: 'clone', migrations, server, warm: 0 });
    const database = await isolation.acquire();
    await query(server.adminUrl, 'CREATE ROLE left_by_a_test');
    await database[Symbol.asyncDispose]();
    await isolation[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    expect(migrations.runs).toBe(2);

    await using next = await embeddedEngine.start();
    await using clone = await next.createDatabase({ migrations });
    expect(await query(clone.url, 'SELECT * FROM things')).toEqual([{ id: 1 }]);
    expect(await query(next.adminUrl, "SELECT FROM pg_roles WHERE rolname = 'left_by_a_test'")).toEqual([]);
    expect(migrations.runs).toBe(2);
  });

  it('is not remembered half made when its migrations fail', async () => {
    const before = remembered();
    await expect(
      rememberTemplates('embedded', [counted('CREATE TABLE half (id int); SELECT 1 / 0')]),
    ).rejects.toMatchObject({
      code: '22012',
    });
    expect(remembered()).toEqual(before);
    expect(readdirSync(cache.path).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('is built again when what was remembered is damaged', async () => {
    const [entry = ''] = remembered();
    const control = join(cache.path, entry, 'content', 'global', 'pg_control');
    expect(existsSync(control)).toBe(true);
    truncateSync(control, 100);
    const migrations = counted('CREATE TABLE things AS SELECT 1 AS id');
    await using server = await embeddedEngine.start();
    await (await server.createDatabase({ migrations }))[Symbol.asyncDispose]();
    expect(migrations.runs).toBe(1);
  });
});
