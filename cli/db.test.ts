import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { embeddedEngine, openIsolation, systemEngine } from '../harness/database/index.ts';
import { agoOf, durationMs } from './duration.ts';
import { runCli } from './testing/run-cli.ts';

const main = new URL('./main.ts', import.meta.url).pathname;

test("lists, opens and removes a failed test's database", async () => {
  const engine = (await embeddedEngine.available()) === true ? embeddedEngine : systemEngine;
  const server = await engine.start();
  const isolation = await openIsolation({ tier: 'clone', server, warm: 0 });
  const database = await isolation.acquire({ id: 'one', name: 'keeps what it wrote' });
  const { id, open } = await isolation.keep(database);
  await isolation[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  expect(open).toBe(`npx rustok-testkit db open ${id}`);

  const { stdout: list } = await runCli('db', 'list');
  expect(list.split('\n').find((line) => line.startsWith(id))).toMatch(/saved +keeps what it wrote$/);

  const child = spawn(process.execPath, [main, 'db', 'open', id], { stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = once(child, 'close');
  const [printed] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const client = new Client(/psql '(.*)'/.exec(printed)?.[1]);
  await client.connect();
  const { rows } = await client.query('SELECT current_database() AS name');
  expect(rows).toEqual([{ name: database.name }]);
  await client.end();
  child.kill('SIGINT');
  expect((await closed)[0]).toBe(0);

  expect(await runCli('db', 'clean', id)).toMatchObject({ exitCode: 0, stdout: '1 removed.\n' });
});

test('refuses what it does not know', async () => {
  expect(await runCli('db', 'clean', 'nope')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('no database nope is kept') as string,
  });
  expect(await runCli('db', 'drop')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('list, open and clean') as string,
  });
});

test('reads ages and writes them', () => {
  expect(['30m', '12h', '7d', '7', 'week'].map(durationMs)).toEqual([
    1_800_000,
    43_200_000,
    604_800_000,
    undefined,
    undefined,
  ]);
  expect([0, 59_000, 61_000, 3_600_000, 200_000_000].map(agoOf)).toEqual(['0s', '59s', '1m', '1h', '2d']);
});
