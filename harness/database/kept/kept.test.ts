import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { embeddedEngine } from '../engines/embedded.ts';
import { systemEngine } from '../engines/system.ts';
import { openIsolation } from '../isolation/open-isolation.ts';
import { query } from '../testing/query.ts';
import { startRunner } from '../testing/runner.ts';
import { cleanKept, listKept } from './list-kept.ts';
import { openKept } from './open-kept.ts';

const ids: string[] = [];
afterEach(async () => {
  for (const id of ids.splice(0)) await cleanKept({ id });
});

const engine = (await embeddedEngine.available()) === true ? embeddedEngine : systemEngine;

describe('a kept database', () => {
  it('is there again after its server has ended, beside others of that server; the copy takes changes, the data does not', async () => {
    const server = await engine.start();
    const isolation = await openIsolation({ tier: 'clone', server, remember: false });
    for (const name of ['first', 'second']) {
      await using database = await isolation.acquire({ id: name, name: `the ${name} test` });
      await query(database.url, `CREATE TABLE things AS SELECT '${name}' AS name`);
      ids.push((await isolation.keep(database)).id);
    }
    await isolation[Symbol.asyncDispose]();
    const [first = '', second = ''] = ids;
    const whileItRuns = await openKept(first);
    expect(await query(whileItRuns.url, 'SELECT name FROM things')).toEqual([{ name: 'first' }]);
    await server[Symbol.asyncDispose]();
    expect(existsSync(server.address.socketFolder ?? '')).toBe(false);
    expect(listKept().find(({ id }) => id === second)).toMatchObject({ test: 'the second test', where: 'saved' });
    for (let time = 0; time < 2; time += 1) {
      await using opened = await openKept(second);
      expect(await query(opened.url, 'SELECT name FROM things')).toEqual([{ name: 'second' }]);
      await query(opened.adminUrl, 'DELETE FROM things');
    }
    await cleanKept({ id: first, olderThanMs: 60_000 });
    expect(listKept().map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    await cleanKept({ id: first, olderThanMs: 60_000 }, Date.now() + 61_000);
    expect(listKept().map(({ id }) => id)).not.toContain(first);
    expect(listKept().map(({ id }) => id)).toContain(second);
  });

  it('is there again after its runner was killed', { timeout: 120_000 }, async () => {
    const runner = await startRunner(`
      const isolation = await kit.openIsolation({ tier: 'rollback', remember: false });
      const database = await isolation.acquire({ id: '1', name: 'killed' });
      const { openIsolation } = kit;
      const pg = await import(${JSON.stringify(import.meta.resolve('pg'))});
      const client = new pg.default.Client(database.url);
      await client.connect();
      await client.query('CREATE TABLE things AS SELECT 7 AS n');
      const { id } = await isolation.keep(database);
      console.log(id);
      setInterval(() => undefined, 1000);
    `);
    const [line] = (await once(runner.process.stdout, 'data')) as [Buffer];
    const id = line.toString().trim();
    ids.push(id);
    runner.process.kill('SIGKILL');
    await vi.waitFor(() => expect(existsSync(runner.address.socketFolder ?? '')).toBe(false), { timeout: 80_000 });
    await using opened = await openKept(id);
    expect(await query(opened.url, 'SELECT n FROM things')).toEqual([{ n: 7 }]);
  });

  it('can be removed though it is dated later than now, as by a clock that was ahead', async () => {
    await using isolation = await openIsolation({ tier: 'clone', warm: 0, remember: false });
    const { id } = await isolation.keep(await isolation.acquire());
    ids.push(id);
    const yesterday = Date.now() - 86_400_000;
    await cleanKept({ id, olderThanMs: 60_000 }, yesterday);
    expect(listKept().map((kept) => kept.id)).toContain(id);
    await cleanKept({ id }, yesterday);
    expect(listKept().map((kept) => kept.id)).not.toContain(id);
  });

  it('is an error that says what there is, when its id is unknown', async () => {
    await expect(openKept('none')).rejects.toMatchObject({ code: 'KEPT_DATABASE_UNKNOWN' });
  });

  it('cannot be one that was given back', async () => {
    await using isolation = await openIsolation({ tier: 'clone', warm: 0 });
    const database = await isolation.acquire();
    await database[Symbol.asyncDispose]();
    await expect(isolation.keep(database)).rejects.toMatchObject({ code: 'DATABASE_NOT_HELD' });
  });
});
