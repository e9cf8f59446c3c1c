import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'pg';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProxy } from '../../wire/index.ts';
import { exploreSchedules } from './explore-schedules.ts';
import type { ScheduleRun } from './schedule-run.ts';
import { RacingDatabase, statements } from './testing/racing-database.ts';

let database: RacingDatabase;
beforeAll(async () => {
  database = await RacingDatabase.open();
});
afterAll(() => database[Symbol.asyncDispose]());

const incrementingService = `
  import { createServer } from 'node:http';
  import { Pool } from 'pg';
  const pool = new Pool({ connectionString: process.env.DATABASE_URL });
  const server = createServer(async (request, response) => {
    const { rows } = await pool.query('SELECT value FROM cells WHERE id = 1');
    await pool.query('UPDATE cells SET value = $1 WHERE id = 1', [rows[0].value + 1]);
    response.end('done');
  });
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`;
const anything = () => undefined;
const textsOf = (run: ScheduleRun, operation: string) =>
  run.events.flatMap((event) => (event.kind === 'released' && event.operation === operation ? [event.text] : []));

describe('an operation with several connections', () => {
  const pooled = (name: string, work: (pool: Pool) => Promise<unknown>) => ({
    name,
    run: async (url: string) => {
      const pool = new Pool({ connectionString: url, max: 3 });
      pool.on('error', () => undefined);
      try {
        return await work(pool);
      } finally {
        await pool.end();
      }
    },
  });

  it('is held at the statements of all of them', async () => {
    const runs: ScheduleRun[] = [];
    const parallel = pooled('parallel', (pool) =>
      Promise.all([1, 2, 3].map((id) => pool.query(`UPDATE cells SET value = value + 1 WHERE id = ${id} /* ${id} */`))),
    );
    const exploration = await exploreSchedules([parallel, statements('single', 'SELECT 1', 'SELECT 2')], anything, {
      ...database.options,
      maxPreemptions: 99,
      onRun: (run) => runs.push(run),
    });
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true, explored: 10 });
    // Which of its connections is there first is up to the machine.
    for (const run of runs)
      expect(
        textsOf(run, 'parallel')
          .map((text) => text.slice(-4, -3))
          .toSorted(),
      ).toEqual(['1', '2', '3']);
  });

  it('goes on with one while another is blocked', async () => {
    const runs: ScheduleRun[] = [];
    const parallel = pooled('parallel', (pool) =>
      Promise.all([
        pool.query('UPDATE cells SET value = 5 WHERE id = 1'),
        pool.query('UPDATE cells SET value = 6 WHERE id = 2'),
      ]),
    );
    const holder = statements('holder', 'BEGIN', 'SELECT FROM cells WHERE id = 1 FOR UPDATE', 'COMMIT');
    const exploration = await exploreSchedules([parallel, holder], anything, {
      ...database.options,
      onRun: (run) => runs.push(run),
    });
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true });
    const order = ['holder', 'holder', 'parallel', 'parallel', 'holder'];
    const run = runs.find((one) => one.schedule.join() === order.join());
    expect(run?.events.filter((event) => event.kind === 'blocked')).toMatchObject([{ step: 3, by: ['holder'] }]);
  });

  it('is held also at a statement that it does not wait for', async () => {
    const runs: ScheduleRun[] = [];
    const careless = pooled('careless', async (pool) => {
      const client = await pool.connect();
      await client.query('SELECT 1');
      void client.query('UPDATE cells SET value = 7 WHERE id = 1').finally(() => client.release());
    });
    const operations = [careless, statements('other', 'SELECT value FROM cells WHERE id = 1')];
    const exploration = await exploreSchedules(operations, async () => expect((await database.values())[0]).toBe(7), {
      ...database.options,
      onRun: (run) => runs.push(run),
    });
    expect(exploration).toMatchObject({ verdict: 'passed', explored: 3 });
  });
});

describe('statements that a client sends without waiting for answers', () => {
  it('are released one by one', async () => {
    const runs: ScheduleRun[] = [];
    const pipelining = (name: string, id: number) => ({
      name,
      run: async (url: string) => {
        const sql = postgres(url, { max: 1, fetch_types: false, onnotice: () => undefined });
        try {
          await sql.begin((transaction) => [
            transaction`UPDATE cells SET value = value + 1 WHERE id = ${id}`,
            transaction`UPDATE cells SET value = value + 1 WHERE id = 3`,
          ]);
        } finally {
          await sql.end();
        }
      },
    });
    const exploration = await exploreSchedules(
      [pipelining('a', 1), pipelining('b', 2)],
      async () => expect(await database.values()).toEqual([1, 1, 2]),
      { ...database.options, onRun: (run) => runs.push(run) },
    );
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true });
    expect(textsOf(runs[0] as ScheduleRun, 'a')).toHaveLength(4);
  });
});

describe('operations that share an endpoint', () => {
  it('are told apart by who is at work when a statement comes', async () => {
    await using proxy = await startProxy({ upstream: database.options.url });
    // A service with a pool of its own, which lends any connection to any request.
    const pool = new Pool({ connectionString: proxy.urlFor(database.options.url), max: 2 });
    pool.on('error', () => undefined);
    const request = (name: string) => ({
      name,
      run: async () => {
        const client = await pool.connect();
        try {
          await client.query('BEGIN');
          const { rows } = await client.query<{ value: number }>('SELECT value FROM cells WHERE id = 1');
          await client.query('UPDATE cells SET value = $1 WHERE id = 1', [(rows[0]?.value ?? 0) + 1]);
          await client.query('COMMIT');
          await client.query(`SELECT '${name}' AS audit`);
        } finally {
          client.release();
        }
      },
    });
    const runs: ScheduleRun[] = [];
    const operations = [request('alice'), request('bob')];
    const exploration = await exploreSchedules(operations, async () => expect((await database.values())[0]).toBe(2), {
      ...database.options,
      proxy,
      maxFailures: 1000,
      onRun: (run) => runs.push(run),
    });
    await pool.end();
    expect(exploration).toMatchObject({ verdict: 'failed', exhausted: true, unjudged: [] });
    for (const run of runs)
      for (const name of ['alice', 'bob'])
        expect(textsOf(run, name)).toEqual([
          'BEGIN',
          'SELECT value FROM cells WHERE id = 1',
          'UPDATE cells SET value = $1 WHERE id = 1',
          'COMMIT',
          `SELECT '${name}' AS audit`,
        ]);
  });

  it('are held where they choose their schema, on whatever connection they are lent', async () => {
    await using proxy = await startProxy({ upstream: database.options.url });
    const pool = new Pool({ connectionString: proxy.urlFor(database.options.url), max: 2 });
    pool.on('error', () => undefined);
    const request = (name: string) => ({
      name,
      run: async () => {
        const client = await pool.connect();
        try {
          await client.query('SET search_path TO public');
          await client.query('UPDATE cells SET value = value + 1 WHERE id = 1');
        } finally {
          client.release();
        }
      },
    });
    const runs: ScheduleRun[] = [];
    const exploration = await exploreSchedules(
      [request('alice'), request('bob')],
      async () => expect((await database.values())[0]).toBe(2),
      { ...database.options, proxy, maxPreemptions: 99, onRun: (run) => runs.push(run) },
    );
    await pool.end();
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true, explored: 6 });
    for (const run of runs) expect(textsOf(run, 'alice')[0]).toBe('SET search_path TO public');
  });

  it('run in a process of their own', async () => {
    await using proxy = await startProxy({ upstream: database.options.url });
    await using service = await startService(proxy.urlFor(database.options.url));
    const request = (name: string) => ({
      name,
      run: async () => {
        const response = await fetch(service.url);
        return response.text();
      },
    });
    const operations = [request('alice'), request('bob')];
    const judge = async () => expect((await database.values())[0]).toBe(2);
    const exploration = await exploreSchedules(operations, judge, { ...database.options, proxy });
    expect(exploration).toMatchObject({ verdict: 'failed', unjudged: [] });
    const [failure] = exploration.failures;
    expect(failure?.outcomes).toMatchObject([{ value: 'done' }, { value: 'done' }]);
    const replayed = await exploration.replay(failure?.schedule ?? []);
    expect(replayed.timeline).toBe(failure?.timeline);
  });

  it('leave alone what the service does by itself while none is at work', async () => {
    await using proxy = await startProxy({ upstream: database.options.url });
    const pool = new Pool({ connectionString: proxy.urlFor(database.options.url), max: 2 });
    pool.on('error', () => undefined);
    const request = (name: string) => ({ name, run: () => pool.query(`SELECT '${name}'`) });
    const exploration = await exploreSchedules([request('alice'), request('bob')], anything, {
      ...database.options,
      reset: async () => void (await pool.query('SELECT 1')),
      proxy,
    });
    await pool.end();
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true, explored: 2 });
  });
});

async function startService(databaseUrl: string) {
  const service = spawn(process.execPath, ['--input-type=module', '--eval', incrementingService], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(service, 'exit');
  const [port] = (await once(service.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${Number(port.toString())}/`,
    [Symbol.asyncDispose]: async () => {
      service.kill();
      await exited;
    },
  };
}
