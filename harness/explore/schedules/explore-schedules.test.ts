import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exploreSchedules } from './explore-schedules.ts';
import { replaySchedule } from './replay-schedule.ts';
import type { ScheduleRun } from './schedule-run.ts';
import { RacingDatabase, onClient, statements } from './testing/racing-database.ts';

let database: RacingDatabase;
beforeAll(async () => {
  database = await RacingDatabase.open();
});
afterAll(() => database[Symbol.asyncDispose]());

const anything = () => undefined;
/** Adds one by reading first and writing what it read plus one. */
const increment = (name: string) =>
  onClient(name, async (client) => {
    await client.query('BEGIN');
    const { rows } = await client.query<{ value: number }>('SELECT value FROM cells WHERE id = 1');
    await client.query('UPDATE cells SET value = $1 WHERE id = 1', [(rows[0]?.value ?? 0) + 1]);
    await client.query('COMMIT');
  });
const bothIncremented = async () => expect((await database.values())[0]).toBe(2);
const eventsOf = (run: ScheduleRun, kind: string) => run.events.filter((event) => event.kind === kind);

describe('a failing order', () => {
  it('is found with the fewest preemptions, and printed', async () => {
    const exploration = await exploreSchedules(
      [increment('alice'), increment('bob')],
      bothIncremented,
      database.options,
    );
    expect(exploration).toMatchObject({ verdict: 'failed', exhausted: false });
    expect(exploration.failures).toHaveLength(1);
    expect(`\n${exploration.failures[0]?.timeline}\n`).toBe(`
      alice                                                 bob
   1  > BEGIN  < BEGIN
   2  > SELECT value FROM cells WHERE id = 1  < SELECT 1
   3                                                        > BEGIN  < BEGIN
   4                                                        > SELECT value FROM cells WHERE id = 1  < SELECT 1
   5                                                        > UPDATE cells SET value = $1 WHERE… [1]  < UPDATE 1
   6                                                        > === COMMIT ===  < COMMIT
                                                            = fulfilled
   7  > UPDATE cells SET value = $1 WHERE… [1]  < UPDATE 1
   8  > === COMMIT ===  < COMMIT
      = fulfilled
`);
  });

  it('fails the same way when it is replayed, from the exploration or from its names alone', async () => {
    const operations = [increment('alice'), increment('bob')];
    const exploration = await exploreSchedules(operations, bothIncremented, database.options);
    const [failure] = exploration.failures;
    if (failure === undefined) throw new Error('no failing order');
    for (const replayed of [
      await exploration.replay(failure.schedule),
      await replaySchedule([...failure.schedule], operations, bothIncremented, database.options),
    ]) {
      expect(replayed).toMatchObject({ verdict: 'failed', reason: failure.reason, schedule: failure.schedule });
      expect(replayed.timeline).toBe(failure.timeline);
    }
  });

  it('is one of many when the exploration does not stop at the first', async () => {
    const { verdict, failures, explored, exhausted } = await exploreSchedules(
      [increment('alice'), increment('bob')],
      bothIncremented,
      { ...database.options, maxFailures: 1000 },
    );
    expect({ verdict, exhausted }).toEqual({ verdict: 'failed', exhausted: true });
    expect(failures.length).toBeGreaterThan(1);
    expect(failures.length).toBeLessThan(explored);
  });

  it('is gone when the operations are mended', async () => {
    const mended = (name: string) =>
      statements(name, 'BEGIN', 'UPDATE cells SET value = value + 1 WHERE id = 1', 'COMMIT');
    const exploration = await exploreSchedules([mended('alice'), mended('bob')], bothIncremented, database.options);
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true, failures: [], unjudged: [] });
  });

  it('leaves no session behind', async () => {
    await exploreSchedules([increment('alice'), increment('bob')], bothIncremented, database.options);
    await expect.poll(() => database.sessions()).toEqual([]);
  });
});

describe('an operation that is blocked', () => {
  it.each([
    ['a row', 'UPDATE cells SET value = value + 1 WHERE id = 1'],
    ['a table', 'LOCK TABLE cells IN EXCLUSIVE MODE'],
    ['an advisory lock', 'SELECT pg_advisory_xact_lock(42)'],
  ])('by %s that another one holds ends its step, and is named with its blocker', async (_what, text) => {
    const runs: ScheduleRun[] = [];
    const operations = ['alice', 'bob'].map((name) => statements(name, 'BEGIN', text, 'COMMIT'));
    const exploration = await exploreSchedules(operations, anything, {
      ...database.options,
      onRun: (run) => runs.push(run),
    });
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true });
    const order = ['alice', 'alice', 'bob', 'bob', 'alice', 'bob'];
    const run = runs.find((one) => one.schedule.join() === order.join());
    expect(run?.events.filter((event) => event.kind === 'blocked')).toEqual([
      { kind: 'blocked', operation: 'bob', step: 4, by: ['alice'] },
    ]);
    // Going on with alice because bob is blocked interrupts nobody.
    expect(run?.preemptions).toBe(1);
  });

  it('waits in the queue behind one that is blocked itself', async () => {
    const runs: ScheduleRun[] = [];
    const update = 'UPDATE cells SET value = value + 1 WHERE id = 1';
    await exploreSchedules(
      [statements('a', 'BEGIN', update, 'COMMIT'), statements('b', update), statements('c', update)],
      async () => expect((await database.values())[0]).toBe(3),
      { ...database.options, onRun: (run) => runs.push(run) },
    );
    expect(runs.every((run) => run.verdict === 'passed')).toBe(true);
    expect(runs.some((run) => eventsOf(run, 'blocked').length === 2)).toBe(true);
  });
});

describe('an error of the server', () => {
  it('is an outcome when it is a deadlock, whose victim is the one that closed the circle', async () => {
    const runs: ScheduleRun[] = [];
    const lock = (id: number) => `UPDATE cells SET value = value + 1 WHERE id = ${id}`;
    const exploration = await exploreSchedules(
      [
        statements('alice', 'BEGIN', lock(1), lock(2), 'COMMIT'),
        statements('bob', 'BEGIN', lock(2), lock(1), 'COMMIT'),
      ],
      async (outcomes) => {
        const done = outcomes.filter((one) => one.status === 'fulfilled').length;
        expect(await database.values()).toEqual([done, done, 0]);
      },
      { ...database.options, onRun: (run) => runs.push(run) },
    );
    expect(exploration).toMatchObject({ verdict: 'passed', exhausted: true });
    const deadlocked = runs.filter((run) => run.outcomes.some((one) => one.sqlStates.includes('40P01')));
    expect(exploration.outcomes.deadlocks).toBe(deadlocked.length);
    expect(deadlocked.length).toBeGreaterThan(0);
    for (const run of deadlocked) {
      const victim = run.events.findLast((event) => event.kind === 'released' && event.text.startsWith('UPDATE'));
      expect(run.outcomes.find((one) => one.status === 'rejected')).toMatchObject({
        operation: victim?.operation,
        error: { code: '40P01' },
      });
    }
  });

  it('is an outcome when it is a serialization failure', async () => {
    const exploration = await exploreSchedules(
      ['alice', 'bob'].map((name) =>
        statements(
          name,
          'BEGIN ISOLATION LEVEL REPEATABLE READ',
          'SELECT value FROM cells WHERE id = 1',
          'UPDATE cells SET value = value + 1 WHERE id = 1',
          'COMMIT',
        ),
      ),
      async (outcomes) =>
        expect((await database.values())[0]).toBe(outcomes.filter((one) => one.status === 'fulfilled').length),
      database.options,
    );
    expect(exploration.verdict).toBe('passed');
    expect(exploration.outcomes.serializationFailures).toBeGreaterThan(0);
    expect(exploration.outcomes.rejected).toBe(exploration.outcomes.serializationFailures);
  });

  it('is counted also when the operation recovers by itself', async () => {
    const retrying = (name: string) =>
      onClient(name, async (client) => {
        for (;;) {
          await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
          try {
            await client.query('UPDATE cells SET value = value + 1 WHERE id = 1');
            return await client.query('COMMIT');
          } catch {
            await client.query('ROLLBACK');
          }
        }
      });
    const exploration = await exploreSchedules([retrying('alice'), retrying('bob')], bothIncremented, database.options);
    expect(exploration).toMatchObject({ verdict: 'passed', outcomes: { rejected: 0 } });
    expect(exploration.outcomes.serializationFailures).toBeGreaterThan(0);
  });
});
