import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../database/index.ts';
import { startProxy } from '../start-proxy.ts';
import type { WireProxy } from '../wire-proxy.ts';

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function finish(child: ChildProcess): Promise<Ran> {
  const exited = once(child, 'exit');
  const read = async (stream: Readable | null) => (stream === null ? '' : text(stream));
  const [stdout, stderr] = await Promise.all([read(child.stdout), read(child.stderr)]);
  const [code] = (await exited) as [number | null];
  return { code, stdout, stderr };
}

const run = (program: string, args: readonly string[], input = ''): Promise<Ran> => {
  const child = spawn(program, args, { env: { ...process.env, PGOPTIONS: '', LC_ALL: 'C' } });
  child.stdin.end(input);
  return finish(child);
};

describe('programs that do not notice the proxy', () => {
  let database: TestDatabase;
  let proxy: WireProxy;
  let folder: string;
  let proxied: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    proxy = await startProxy({ upstream: database.tcpUrl });
    proxied = proxy.urlFor(database.tcpUrl);
    folder = await mkdtemp(join(tmpdir(), 'wire-'));
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  describe.skipIf(!isInstalled('psql'))('psql (skipped where it is not installed)', () => {
    it('prints the same for queries, errors, notices and COPY in both directions', async () => {
      const file = join(folder, 'copied.csv');
      await writeFile(file, Array.from({ length: 5000 }, (_, id) => `${id},name ${id}\n`).join(''));
      const script = `
        DROP TABLE things;
        CREATE TABLE things (id int PRIMARY KEY, name text);
        \\copy things FROM '${file}' CSV
        SELECT count(*), sum(id) FROM things;
        SELECT missing FROM things;
        DO $$ BEGIN RAISE NOTICE 'hello'; END $$;
        BEGIN; DELETE FROM things; ROLLBACK;
        COPY things FROM STDIN;
1\tduplicate
\\.
        SELECT id, name FROM things WHERE id = $1 \\bind 7 \\g
        \\copy (SELECT * FROM things ORDER BY id) TO '${file}.out' CSV
        \\d things
        SELECT * FROM generate_series(1, 3000) \\g /dev/null
        \\set FETCH_COUNT 100
        SELECT sum(id) FROM things;`;
      await run('psql', ['-X', '-d', database.tcpUrl, '-c', 'CREATE TABLE things ()']);
      const direct = await run('psql', ['-X', '-d', database.tcpUrl], script);
      const directFile = await readFile(`${file}.out`, 'utf8');
      const through = await run('psql', ['-X', '-d', proxied], script);
      expect(through).toEqual(direct);
      expect(through.stderr).toMatch(/duplicate key/);
      expect(await readFile(`${file}.out`, 'utf8')).toBe(directFile);
    });

    it('cancels with Ctrl-C', async () => {
      await proxy.reset();
      const child = spawn('psql', ['-X', '-d', proxied, '-c', 'SELECT pg_sleep(60)'], {
        env: { ...process.env, LC_ALL: 'C' },
      });
      // A cancel that comes before its query does nothing, with a proxy or without.
      const asleep = `SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`;
      const sleepers = async () =>
        (await run('psql', ['-X', '-A', '-t', '-d', database.tcpUrl, '-c', asleep])).stdout.trim();
      await expect.poll(sleepers, { timeout: 20_000 }).toBe('1');
      child.kill('SIGINT');
      expect((await finish(child)).stderr).toMatch(/canceling statement due to user request/);
      expect(proxy.statements[0]?.sqlState).toBe('57014');
    });
  });

  describe.skipIf(!isInstalled('pgbench'))('pgbench (skipped where it is not installed)', () => {
    it.each(['simple', 'extended', 'prepared'])(
      'runs every transaction in %s mode, and the wire saw each one',
      async (mode) => {
        const made = await run('pgbench', ['-i', '-q', proxied]);
        expect([made.code, made.stderr.includes('done in')]).toEqual([0, true]);
        await proxy.reset();
        const ran = await run('pgbench', ['-n', '-c', '4', '-t', '25', '-M', mode, proxied]);
        expect(ran.code).toBe(0);
        expect(ran.stdout).toMatch(/number of transactions actually processed: 100\/100/);
        const committed = proxy.statements.filter((one) => one.commandTag === 'COMMIT');
        expect(committed).toHaveLength(100);
        await expect.poll(() => proxy.connections.some((one) => one.isOpen)).toBe(false);
      },
    );

    it('pipelines', async () => {
      const script = join(folder, 'pipeline.sql');
      await writeFile(script, '\\startpipeline\nSELECT 1;\nSELECT 2;\nSELECT 3;\n\\endpipeline\n');
      await proxy.reset();
      const ran = await run('pgbench', ['-n', '-c', '2', '-t', '10', '-M', 'extended', '-f', script, proxied]);
      expect([ran.code, ran.stderr]).toEqual([0, expect.not.stringMatching(/error/)]);
      expect(
        proxy.statements.filter((one) => /^SELECT [123]/.test(one.text) && one.outcome === 'completed'),
      ).toHaveLength(60);
    });
  });
});
