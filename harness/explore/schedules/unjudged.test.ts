import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exploreSchedules } from './explore-schedules.ts';
import { replaySchedule } from './replay-schedule.ts';
import { RacingDatabase, onClient, statements } from './testing/racing-database.ts';

let database: RacingDatabase;
beforeAll(async () => {
  database = await RacingDatabase.open();
});
afterAll(() => database[Symbol.asyncDispose]());

const anything = () => undefined;

describe('an operation that waits outside the server', () => {
  it('is inconclusive, and the orders that do not meet it are judged', async () => {
    let turn: Promise<unknown> = Promise.resolve();
    const behindMutex = (name: string) => ({
      name,
      run: (url: string) => (turn = turn.then(() => statements(name, 'SELECT 1', 'SELECT 2').run(url))),
    });
    const exploration = await exploreSchedules([behindMutex('alice'), behindMutex('bob')], anything, {
      ...database.options,
      deadlineMs: 3000,
    });
    expect(exploration).toMatchObject({ verdict: 'inconclusive', exhausted: false, explored: 2, failures: [] });
    expect(exploration.reason).toBe(
      'bob waits outside the server: within 3000 ms it neither sent a statement nor settled',
    );
    expect(exploration.unjudged.map((run) => run.schedule.join(' '))).toEqual(['alice bob', 'bob alice']);
    await expect.poll(() => database.sessions()).toEqual([]);
  });

  it('is inconclusive when a session blocks it that is none of the operations', async () => {
    const other = new Client(database.options.url);
    await other.connect();
    const hold = async () => {
      await database.options.reset();
      await other.query('BEGIN');
      await other.query('LOCK TABLE cells');
    };
    const exploration = await exploreSchedules([statements('alice', 'SELECT value FROM cells')], anything, {
      ...database.options,
      reset: hold,
      deadlineMs: 1000,
    });
    await other.end();
    expect(exploration).toMatchObject({ verdict: 'inconclusive', explored: 0 });
    expect(exploration.reason).toBe(
      'alice got no answer within 1000 ms to SELECT value FROM cells, and waits for no lock that another operation holds',
    );
  });

  it('is stopped by force when it does not settle by itself, and the exploration goes on', async () => {
    const exploration = await exploreSchedules([statements('alice', 'SELECT pg_sleep(60)')], anything, {
      ...database.options,
      deadlineMs: 1000,
    });
    expect(exploration.unjudged[0]?.outcomes).toMatchObject([{ status: 'rejected', sqlStates: ['57P01'] }]);
  });

  it('ends the exploration when nothing makes it settle', async () => {
    const stubborn = { name: 'stubborn', run: () => new Promise<never>(() => undefined) };
    const exploration = await exploreSchedules([statements('alice', 'SELECT 1'), stubborn], anything, {
      ...database.options,
      deadlineMs: 1000,
    });
    expect(exploration).toMatchObject({ verdict: 'inconclusive', exhausted: false });
    expect(exploration.unjudged).toHaveLength(1);
  });
});

describe('operations that wait for each other for ever', () => {
  it('fail, with who waits for whom', async () => {
    // The second connection waits for the first, which waits for nothing the server knows of: no deadlock is found.
    const starving = onClient('starving', async (client) => {
      await client.query('BEGIN');
      await client.query('UPDATE cells SET value = 1 WHERE id = 1');
      await client.query('LISTEN go_on');
      await blockedAnyway.run(url);
    });
    let url = '';
    const blockedAnyway = statements('inner', 'UPDATE cells SET value = 2 WHERE id = 1');
    const exploration = await exploreSchedules(
      [{ name: 'starving', run: (given) => starving.run((url = given)) }],
      anything,
      { ...database.options, deadlineMs: 3000 },
    );
    expect(exploration).toMatchObject({
      verdict: 'failed',
      failures: [{ error: { code: 'SCHEDULE_STUCK' } }],
      reason: 'nobody can go on: starving waits for starving; the server did not resolve it within 3010 ms',
    });
    await expect.poll(() => database.sessions()).toEqual([]);
  });
});

describe('an operation that does not repeat itself', () => {
  const everySecondTime = (name: string, one: readonly string[], other: readonly string[]) => {
    let runs = 0;
    return {
      name,
      run: (url: string) => {
        runs += 1;
        return statements(name, ...(runs % 2 === 1 ? one : other)).run(url);
      },
    };
  };
  const steady = statements('steady', 'SELECT 1', 'SELECT 2');

  it.each([
    ['another first statement', ['SELECT id FROM cells'], ['SELECT value FROM cells']],
    ['another later statement', ['SELECT 1', 'SELECT id FROM cells'], ['SELECT 1', 'SELECT value FROM cells']],
    ['one statement less', ['SELECT 1', 'SELECT 2 AS a', 'SELECT 3 AS b'], ['SELECT 1', 'SELECT 2 AS a']],
    ['one statement more', ['SELECT 1', 'SELECT 2 AS a'], ['SELECT 1', 'SELECT 2 AS a', 'SELECT 3 AS b']],
    ['no statement', ['SELECT 1'], []],
  ])('is nondeterministic, never passed, with %s', async (_what, one, other) => {
    const exploration = await exploreSchedules(
      [everySecondTime('fickle', one, other), steady],
      anything,
      database.options,
    );
    expect(exploration).toMatchObject({ verdict: 'nondeterministic', exhausted: false, failures: [] });
    expect(exploration.reason).toContain('fickle');
  });

  it('is nondeterministic when the same order ends otherwise', async () => {
    let judged = 0;
    const exploration = await exploreSchedules(
      [steady],
      () => {
        judged += 1;
        if (judged === 2) throw new Error('another end');
      },
      database.options,
    );
    expect(exploration).toMatchObject({
      verdict: 'nondeterministic',
      reason: 'the same order passed before, and now: another end',
    });
  });

  it('is taken for steady when only constants differ', async () => {
    let runs = 0;
    const counting = onClient('counting', async (client) => {
      runs += 1;
      await client.query(`SELECT ${runs}`);
      await client.query(`SAVEPOINT "s${runs}"`).catch(() => undefined);
      await client.query(`SELECT '${runs}'::int`);
    });
    const exploration = await exploreSchedules([counting, steady], anything, database.options);
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true });
  });

  it('is nondeterministic when something of it arrives before it was started', async () => {
    let kept: Client | undefined;
    const leaving = {
      name: 'leaving',
      run: async (url: string) => {
        const client = new Client(url);
        client.on('error', () => undefined);
        await client.connect();
        await client.query('SELECT 1');
        await kept?.end();
        kept = client;
      },
    };
    const meeting = {
      name: 'meeting',
      run: async () => {
        await kept?.query('SELECT 2');
      },
    };
    const exploration = await exploreSchedules([meeting, leaving], anything, database.options);
    await kept?.end();
    expect(exploration).toMatchObject({ verdict: 'nondeterministic' });
    expect(exploration.reason).toBe('leaving sent SELECT 2 before it was started: something of an earlier run goes on');
  });

  it.each([
    [['steady', 'steady', 'steady'], 'at step 3 steady cannot go on: it is finished'],
    [['steady', 'steady', 'other', 'other'], 'all operations ended 1 steps early'],
  ])('is nondeterministic when a schedule does not fit: %j', async (schedule, reason) => {
    const operations = [steady, statements('other', 'SELECT 1')];
    const run = await replaySchedule(schedule, operations, anything, database.options);
    expect(run).toMatchObject({ verdict: 'nondeterministic', reason });
  });
});

describe('a mistake in what is asked for', () => {
  const alice = statements('alice', 'SELECT 1');
  const refused = (...paths: string[]) =>
    expect.objectContaining({
      code: 'INVALID_CONFIGURATION',
      fields: paths.map((path) => expect.objectContaining({ path })),
    });

  it('is refused', async () => {
    const none = exploreSchedules([], anything, database.options);
    await expect(none).rejects.toThrow(/operations: must have at least one operation/);
    const twice = exploreSchedules([alice, alice], anything, database.options);
    await expect(twice).rejects.toThrow(/operations: must each have a name of its own/);
  });

  it('is refused with every field that is wrong', async () => {
    const wrong = {
      ...database.options,
      adminUrl: '',
      deadlineMs: 0,
      maxPreemptions: -1,
      sample: { count: 1.5, seed: Number.NaN },
      maxRuns: 0,
      maxFailures: Infinity,
    };
    await expect(exploreSchedules([alice], anything, wrong)).rejects.toThrow(
      refused(
        'options.adminUrl',
        'options.deadlineMs',
        'options.maxPreemptions',
        'options.sample.count',
        'options.sample.seed',
        'options.maxRuns',
        'options.maxFailures',
      ),
    );
  });

  it('is refused when a schedule names none of the operations', async () => {
    const replay = replaySchedule(['alice', 'bob'], [alice], anything, { ...database.options, url: '' });
    await expect(replay).rejects.toThrow(refused('options.url', 'schedule[1]'));
  });

  it('is passed on when the reset fails', async () => {
    const reset = () => Promise.reject(new Error('no state to start from'));
    const exploring = exploreSchedules([statements('a', 'SELECT 1')], anything, { ...database.options, reset });
    await expect(exploring).rejects.toThrow('no state to start from');
  });
});
