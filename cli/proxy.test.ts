import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import Cursor from 'pg-cursor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../harness/database/index.ts';
import { readCheckedFaults } from './filed-faults.ts';
import { runCli } from './testing/run-cli.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database[Symbol.asyncDispose]();
});

function faults(content: string): string {
  const path = join(folder, 'faults.yaml');
  writeFileSync(path, content);
  return path;
}

/** A running proxy and the lines that it prints, one after the other. */
async function running(...args: string[]) {
  const child = spawn(process.execPath, [main, 'proxy', '--upstream', database.tcpUrl, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const nextLine = linesOf(child.stdout);
  const nextComplaint = linesOf(child.stderr);
  const listening = await nextLine();
  await nextLine();
  const port = /:(\d+)\//.exec(listening)?.[1] ?? '';
  const url = new URL(database.tcpUrl);
  url.port = port;
  return { child, listening, nextLine, nextComplaint, url: url.href };
}

function linesOf(stream: Readable): () => Promise<string> {
  const lines = createInterface(stream)[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value);
}

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

test('lists every statement as it passes, its parameters untold, and stops at SIGTERM', async () => {
  const { child, listening, nextLine, url } = await running();
  expect(listening).not.toContain(new URL(database.tcpUrl).password || 'no password');
  const client = await connected(url);
  await client.query('SELECT $1::int AS\n  secret', [4711]);
  expect(await nextLine()).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} +1\.1 +\d+\.\d ms {2}SELECT 1 {2}SELECT \$1::int AS secret$/,
  );
  await expect(client.query('SELECT nonsense')).rejects.toMatchObject({ code: '42703' });
  expect(await nextLine()).toMatch(/42703 column "nonsense" does not exist {2}SELECT nonsense$/);
  const cursor = client.query(new Cursor('SELECT generate_series(1, 100)'));
  await cursor.read(2);
  await cursor.close();
  expect(await nextLine()).toMatch(/ms {2}suspended {2}SELECT generate_series\(1, 100\)$/);
  await client.end();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('listens on a Unix socket, in a file that the port names', async () => {
  const { child, listening } = await running('--socket', `${folder}:6543`);
  expect(listening).toContain(`@localhost:6543/${database.name}?host=${encodeURIComponent(folder)}`);
  const { username, password } = new URL(database.tcpUrl);
  const client = new Client({
    host: folder,
    port: 6543,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: database.name,
  });
  await client.connect();
  expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await client.end();
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('asks the server for TLS when it is told to', async () => {
  const { child, url } = await running('--upstream-tls', 'require');
  await expect(connected(url)).rejects.toMatchObject({
    code: '08001',
    message: expect.stringContaining('does not accept TLS'),
  });
  child.kill('SIGTERM');
  await once(child, 'exit');
});

test('strikes the statements that its file names, and says so', async () => {
  const file = faults(`
- fault: error-before
  sqlState: '40001'
  at: { matching: insert into orders, nth: 2 }
- fault: drop-before
  at: { matching: ^commit }
`);
  const { child, nextLine, url } = await running('--faults', file);
  const client = await connected(url);
  await client.query('CREATE TEMPORARY TABLE orders (id int)');
  await client.query('INSERT INTO orders VALUES (1)');
  await expect(client.query('INSERT INTO orders VALUES (2)')).rejects.toMatchObject({ code: '40001' });
  await expect(client.query('COMMIT')).rejects.toThrow();
  const seen = [];
  for (let index = 0; index < 6; index += 1) seen.push((await nextLine()).replace(/^.* ms {2}/, ''));
  expect(seen).toEqual([
    'CREATE TABLE  CREATE TEMPORARY TABLE orders (id int)',
    'INSERT 0 1  INSERT INTO orders VALUES (1)',
    'error-before (faults.yaml:2) strikes 1.3 (INSERT INTO orders VALUES (2))',
    expect.stringMatching(/^40001 .*INSERT INTO orders VALUES \(2\)$/),
    'drop-before (faults.yaml:5) strikes 1.4 (COMMIT)',
    expect.stringMatching(/COMMIT$/),
  ]);
  child.kill('SIGINT');
  await once(child, 'exit');
});

test('takes its faults anew when their file changes, and keeps them when it says what cannot be', async () => {
  const refusing = (sqlState: string) => `- fault: error-before
  sqlState: '${sqlState}'
  at: { matching: ^select 7, times: always }
`;
  const file = faults(refusing('40001'));
  const { child, nextComplaint, url } = await running('--faults', file);
  const client = await connected(url);
  await expect(client.query('SELECT 7')).rejects.toMatchObject({ code: '40001' });
  faults('- fault: explode');
  expect(await nextComplaint()).toMatch(/^faults\.yaml:1: 0\.fault: expected one of error-before, drop-before/);
  expect(await nextComplaint()).toBe('The faults that were armed before stay.');
  await expect(client.query('SELECT 7')).rejects.toMatchObject({ code: '40001' });
  faults(`${refusing('40P01')}- fault: kill-backend`);
  expect(await nextComplaint()).toMatch(/^faults\.yaml:4: kill-backend needs --admin/);
  await nextComplaint();
  faults(refusing('40P01'));
  expect(await nextComplaint()).toBe('The faults have changed: 1 armed, in place of those before.');
  await expect(client.query('SELECT 7')).rejects.toMatchObject({ code: '40P01' });
  faults('[]');
  expect(await nextComplaint()).toMatch(/^The faults have changed: 0 armed/);
  await client.query('SELECT 7');
  await client.end();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([
  ['- fault: explode', /faults\.yaml:1: 0\.fault: expected one of error-before, drop-before/],
  ['- fault: error-before', /faults\.yaml:1: 0\.sqlState: goes with error-before, and only with it/],
  ['- fault: delay\n  sqlState: "40001"\n  delayMs: 1', /faults\.yaml:2: 0\.sqlState: goes with error-before/],
  ['- fault: freeze\n  at: { nth: 0 }', /faults\.yaml:2: 0\.at\.nth: expected a number from 1/],
  ['- fault: freeze\n  on: COMMIT', /faults\.yaml:2: 0: unknown on; allowed: fault, sqlState, delayMs, at/],
  ['- fault: kill-backend', /faults\.yaml:1: kill-backend needs --admin/],
])('the faults %j are refused with file, line and what is allowed', (content, message) => {
  expect(() => readCheckedFaults({ path: faults(content), canKill: false })).toThrow(message);
});

test('faults that cannot be are a matter of usage', async () => {
  const upstream = 'postgres://nobody@127.0.0.1:1/none';
  const run = await runCli('proxy', '--upstream', upstream, '--faults', faults('- fault: kill-backend'));
  expect(run.stderr).toMatch(/faults\.yaml:1: kill-backend needs --admin/);
  expect(run.exitCode).toBe(2);
});

test.each([
  [[], /--upstream must be the URL of a PostgreSQL server/],
  [['--upstream', 'mysql://x'], /--upstream must be the URL of a PostgreSQL server/],
  [['--upstream', 'postgres://x@127.0.0.1/y', '--listen', '6432'], /--listen must be host:port/],
  [['--upstream', 'postgres://x@127.0.0.1/y', '--listen', '203.0.113.1:0'], /The proxy cannot listen/],
  [['--upstream', 'postgres://x@127.0.0.1/y', '--key', main], /--certificate and --key go together/],
  [['--upstream', 'postgres://x@127.0.0.1/y', '--socket', '/nowhere/at/all'], /The proxy cannot listen/],
  [['--upstream', 'postgres://x@127.0.0.1/y?sslmode=require'], /sslmode=require.*--upstream-tls/],
  [
    ['--upstream', 'postgres://x@127.0.0.1/y', '--key', main, '--certificate', '/nowhere'],
    /--certificate cannot be read/,
  ],
  [
    ['--upstream', 'postgres://x@127.0.0.1/y', '--key', main, '--certificate', main],
    /tls: must be an object with a cert/,
  ],
])('%o is a matter of usage', async (args, message) => {
  const { exitCode, stderr } = await runCli('proxy', ...args);
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(2);
});
