import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeadlineError } from '../errors/index.ts';
import { Singleflight } from './singleflight.ts';
import type { StartTimer } from './timers.ts';

// SCHEDULES is the total over all properties. A failure prints the line that replays it.
const sentences = 11;
const numRuns = Math.ceil(Number(process.env['SCHEDULES'] ?? 500) / sentences);
const replayed = process.env['SCHEDULE_SEED'];
const loadTimeoutMs = 1000;
const callerDeadlineMs = 200;

type Key = 'a' | 'b';
type Ending = 'found' | 'not found' | 'inactive' | 'error' | 'falsy error' | 'throw' | 'hang';
type Action =
  | { do: 'call'; key: Key; patience: 'endless' | 'signal' | 'deadline' }
  | { do: 'leave'; caller: number }
  | { do: 'forget'; key: Key }
  | { do: 'pass'; ms: number };
type Plan = { actions: Action[]; endings: Ending[] };
type Value = { kind: Ending; load: number };

/** One thing that happened; its place in the history is its time. */
type Fact =
  | { at: 'call'; caller: number; key: Key; load: number }
  | { at: 'load'; load: number; key: Key }
  | { at: 'settle'; load: number; failed: boolean; with: unknown }
  | { at: 'keep'; load: number; value: Value }
  | { at: 'cancel'; load: number; reason: unknown }
  | { at: 'forget'; key: Key }
  | { at: 'leave'; caller: number; reason: unknown }
  | { at: 'told'; caller: number; failed: boolean; with: unknown };
type At<K extends Fact['at']> = Extract<Fact, { at: K }>;
type Story = { facts: Fact[]; stuck: number; freshLoads: number };

const keyOf = fc.constantFrom<Key>('a', 'b');
const actionOf: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('call' as const),
      key: keyOf,
      patience: fc.constantFrom('endless' as const, 'signal' as const, 'deadline' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('leave' as const), caller: fc.nat(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forget' as const), key: keyOf }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 200, 999, 1000) }) },
);
const endingOf = fc.constantFrom<Ending>('found', 'not found', 'inactive', 'error', 'falsy error', 'throw', 'hang');
const planOf: fc.Arbitrary<Plan> = fc.record({
  actions: fc.array(actionOf, { minLength: 2, maxLength: 16 }),
  endings: fc.array(endingOf, { minLength: 1, maxLength: 6 }),
});

/** Time that stands still until it is told to pass. */
function stillTime(): { startTimer: StartTimer; pass: (ms: number) => void } {
  const due = new Map<object, { at: number; callback: () => void }>();
  let now = 0;
  const startTimer: StartTimer = (delayMs, callback) => {
    const id = {};
    due.set(id, { at: now + delayMs, callback });
    return () => void due.delete(id);
  };
  const pass = (ms: number): void => {
    now += ms;
    for (const [id, timer] of [...due].sort(([, one], [, other]) => one.at - other.at)) {
      if (timer.at <= now && due.delete(id)) timer.callback();
    }
  };
  return { startTimer, pass };
}

async function play(scheduler: fc.Scheduler, plan: Plan): Promise<Story> {
  const facts: Fact[] = [];
  const time = stillTime();
  const flights = new Singleflight<Value>({ timeoutMs: loadTimeoutMs, startTimer: time.startTimer });
  const leaving: { abort: (reason: unknown) => void }[] = [];
  let loads = 0;
  const latest = new Map<Key, number>();

  const load = (key: Key, signal: AbortSignal): Promise<Value> => {
    const number = loads++;
    const ending = plan.endings[number % plan.endings.length] ?? 'found';
    latest.set(key, number);
    facts.push({ at: 'load', load: number, key });
    signal.addEventListener('abort', () => facts.push({ at: 'cancel', load: number, reason: signal.reason }));
    const settle = (failed: boolean, value: unknown): void =>
      void facts.push({ at: 'settle', load: number, failed, with: value });
    const error = ending === 'falsy error' ? undefined : new Error(`load ${number}`);
    if (ending === 'throw') {
      settle(true, error);
      throw error as Error;
    }
    if (ending === 'hang') return new Promise(() => {});
    return scheduler.schedule(Promise.resolve(), `load ${number} ends: ${ending}`).then(() => {
      const value = { kind: ending, load: number };
      const failed = ending === 'error' || ending === 'falsy error';
      settle(failed, failed ? error : value);
      if (failed) throw error as Error;
      return value;
    });
  };

  const call = (key: Key, patience: 'endless' | 'signal' | 'deadline'): void => {
    const caller = leaving.length;
    const controller = new AbortController();
    leaving.push(controller);
    const answer = flights.run(
      key,
      {
        load: (signal) => load(key, signal),
        keep: (value) => void facts.push({ at: 'keep', load: value.load, value }),
      },
      {
        ...(patience === 'signal' ? { signal: controller.signal } : {}),
        ...(patience === 'deadline' ? { deadlineMs: callerDeadlineMs } : {}),
      },
    );
    if (patience !== 'signal') controller.abort = () => {};
    facts.push({ at: 'call', caller, key, load: latest.get(key) ?? -1 });
    answer.then(
      (value) => facts.push({ at: 'told', caller, failed: false, with: value }),
      (error: unknown) => facts.push({ at: 'told', caller, failed: true, with: error }),
    );
  };

  const act = (action: Action): void => {
    if (action.do === 'call') call(action.key, action.patience);
    else if (action.do === 'pass') time.pass(action.ms);
    else if (action.do === 'forget') {
      flights.forget(action.key);
      facts.push({ at: 'forget', key: action.key });
    } else {
      const controller = leaving[action.caller];
      if (controller === undefined) return;
      const reason = new Error(`caller ${action.caller} left`);
      facts.push({ at: 'leave', caller: action.caller, reason });
      controller.abort(reason);
    }
  };

  // Each action is a task of the scheduler, in the plan's order; the ends of loads run between them in any order.
  scheduler.scheduleSequence(
    plan.actions.map((action) => ({ label: JSON.stringify(action), builder: async () => act(action) })),
  );
  await scheduler.waitIdle();
  time.pass(loadTimeoutMs);
  await scheduler.waitIdle();
  const before = loads;
  const stuck = flights.size;
  // A key that is stuck would hold this call for ever: it is reported, not asked.
  for (const key of stuck > 0 ? [] : ['a', 'b']) {
    await flights.run(key, { load: () => ((loads += 1), { kind: 'found', load: -1 }) });
  }
  return { facts, stuck, freshLoads: loads - before };
}

const all = <K extends Fact['at']>(facts: Fact[], at: K): At<K>[] =>
  facts.filter((fact): fact is At<K> => fact.at === at);

function property(sentence: string, holds: (story: Story) => void): void {
  test(sentence, async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), planOf, async (scheduler, plan) => holds(await play(scheduler, plan))),
      {
        numRuns,
        ...(replayed === undefined ? {} : { seed: Number(replayed) }),
        ...(process.env['SCHEDULE_PATH'] === undefined
          ? {}
          : { path: process.env['SCHEDULE_PATH'], endOnFailure: true }),
        reporter: (run) => {
          if (!run.failed) return;
          throw new Error(
            `${fc.defaultReportMessage(run) ?? ''}\n\nReplay: SCHEDULE_SEED=${run.seed} SCHEDULE_PATH=${run.counterexamplePath ?? ''} npx vitest run src/tenancy/singleflight.schedules.test.ts -t '${sentence}'`,
            { cause: run.errorInstance },
          );
        },
      },
    );
  });
}

property('callers of one key share the promise of the outcome', ({ facts }) => {
  const told = new Map(all(facts, 'told').map((fact) => [fact.caller, fact]));
  const left = new Set(all(facts, 'leave').map((fact) => fact.reason));
  const settled = new Map(all(facts, 'settle').map((fact) => [fact.load, fact]));
  for (const { caller, load } of all(facts, 'call')) {
    const answer = told.get(caller);
    if (answer === undefined || left.has(answer.with) || answer.with instanceof DeadlineError) continue;
    expect(answer.failed).toBe(settled.get(load)?.failed);
    expect(answer.with).toBe(settled.get(load)?.with);
  }
});

property('two loads of a key overlap only when the first was forgotten or given up', ({ facts }) => {
  const open = new Map<Key, number>();
  for (const fact of facts) {
    if (fact.at === 'load') {
      expect(open.has(fact.key)).toBe(false);
      open.set(fact.key, fact.load);
    }
    if (fact.at === 'forget') open.delete(fact.key);
    if (fact.at === 'settle' || fact.at === 'cancel') {
      for (const [key, load] of open) if (load === fact.load) open.delete(key);
    }
  }
});

property('errors are not cached', ({ facts }) => {
  const failed = new Set(all(facts, 'settle').flatMap((fact) => (fact.failed ? [fact.load] : [])));
  for (const { load, value } of all(facts, 'keep')) {
    expect(failed.has(load)).toBe(false);
    expect(value.load).toBe(load);
  }
});

property('every caller is told, whatever the loader does', ({ facts }) => {
  const callers = (told: readonly { caller: number }[]): number[] =>
    told.map((fact) => fact.caller).toSorted((one, other) => one - other);
  expect(callers(all(facts, 'told'))).toEqual(callers(all(facts, 'call')));
});

property('a load that does not end is given up after its time, and says so to its loader', ({ facts }) => {
  const settled = new Set(all(facts, 'settle').map((fact) => fact.load));
  const cancelled = new Set(all(facts, 'cancel').map((fact) => fact.load));
  for (const { load } of all(facts, 'load')) expect(settled.has(load) || cancelled.has(load)).toBe(true);
});

property('a failing, hanging or cancelled leader never leaves a key stuck', ({ stuck, freshLoads }) => {
  expect({ stuck, freshLoads }).toEqual({ stuck: 0, freshLoads: 2 });
});

property('a caller that goes away cancels nobody else', ({ facts }) => {
  const reasonsOf = new Map<unknown, number>(all(facts, 'leave').map((fact) => [fact.reason, fact.caller]));
  for (const { caller, with: answer } of all(facts, 'told')) {
    const owner = reasonsOf.get(answer);
    if (answer !== undefined && owner !== undefined) expect(owner).toBe(caller);
  }
  for (const { load, reason } of all(facts, 'cancel')) {
    if (reason instanceof DeadlineError) continue;
    const callers = all(facts, 'call').filter((call) => call.load === load);
    const cancelledAt = facts.findIndex((fact) => fact.at === 'cancel' && fact.load === load);
    for (const { caller } of callers) {
      const toldLater = facts.findIndex((fact) => fact.at === 'told' && fact.caller === caller);
      const leftAt = facts.findIndex((fact) => fact.at === 'leave' && fact.caller === caller);
      const answer = facts[toldLater];
      const outOfTime = answer?.at === 'told' && answer.with instanceof DeadlineError;
      expect(outOfTime || (leftAt >= 0 && leftAt < cancelledAt)).toBe(true);
    }
  }
});

property('the load is cancelled when the last waiter has gone', ({ facts }) => {
  for (const { load } of all(facts, 'load')) {
    const callers = all(facts, 'call').filter((call) => call.load === load);
    const settledAt = facts.findIndex((fact) => fact.at === 'settle' && fact.load === load);
    const answers = callers.map(({ caller }) =>
      facts.findIndex((fact) => fact.at === 'told' && fact.caller === caller),
    );
    const allGoneFirst = settledAt < 0 || answers.every((at) => at >= 0 && at < settledAt);
    if (allGoneFirst) expect(all(facts, 'cancel').some((fact) => fact.load === load)).toBe(true);
  }
});

property('an invalidation during a load means that the loaded value is not stored', ({ facts }) => {
  for (const { load } of all(facts, 'keep')) {
    const startedAt = facts.findIndex((fact) => fact.at === 'load' && fact.load === load);
    const started = facts[startedAt];
    const keptAt = facts.findIndex((fact) => fact.at === 'keep' && fact.load === load);
    const between = facts.slice(startedAt, keptAt);
    expect(between.some((fact) => fact.at === 'forget' && started?.at === 'load' && fact.key === started.key)).toBe(
      false,
    );
    expect(between.some((fact) => fact.at === 'cancel' && fact.load === load)).toBe(false);
  }
});

property('callers after an invalidation start a new load', ({ facts }) => {
  const oldest = new Map<Key, number>();
  let loads = 0;
  for (const fact of facts) {
    if (fact.at === 'load') loads = fact.load + 1;
    if (fact.at === 'forget') oldest.set(fact.key, loads);
    if (fact.at === 'call') expect(fact.load).toBeGreaterThanOrEqual(oldest.get(fact.key) ?? 0);
  }
});

property('a value is stored before any caller is told it', ({ facts }) => {
  for (const { load, value } of all(facts, 'keep')) {
    const keptAt = facts.findIndex((fact) => fact.at === 'keep' && fact.load === load);
    const toldFirst = facts.findIndex((fact) => fact.at === 'told' && fact.with === value);
    if (toldFirst >= 0) expect(keptAt).toBeLessThan(toldFirst);
  }
  for (const { load, failed } of all(facts, 'settle')) {
    const forgotten = facts.findIndex((fact) => fact.at === 'cancel' && fact.load === load);
    if (failed || forgotten >= 0) continue;
    const key = all(facts, 'load').find((fact) => fact.load === load)?.key;
    const dropped = all(facts, 'forget').some((fact) => fact.key === key);
    if (!dropped) expect(all(facts, 'keep').some((fact) => fact.load === load)).toBe(true);
  }
});
