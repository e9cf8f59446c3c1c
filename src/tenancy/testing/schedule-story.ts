import type * as fc from 'fast-check';
import { Singleflight } from '../singleflight.ts';
import type { Ending, Key, Patience, Plan, Action } from './schedule-plan.ts';
import { stillTime } from './still-time.ts';

export const loadTimeoutMs = 1000;
export const callerDeadlineMs = 200;

export type Value = { kind: Ending; load: number };

/** One thing that happened; its place in the history is its time. */
export type Fact =
  | { at: 'call'; caller: number; key: Key; load: number; patience: Patience; now: number }
  | { at: 'passed'; now: number }
  | { at: 'load'; load: number; key: Key }
  | { at: 'settle'; load: number; failed: boolean; with: unknown }
  | { at: 'keep'; load: number; value: Value }
  | { at: 'cancel'; load: number; reason: unknown }
  | { at: 'forget'; key: Key }
  | { at: 'leave'; caller: number; reason: unknown }
  | { at: 'told'; caller: number; failed: boolean; with: unknown };
export type At<K extends Fact['at']> = Extract<Fact, { at: K }>;
export type Story = { facts: Fact[]; stuck: number; freshLoads: number };

/** Plays a plan on a singleflight under a scheduler, and tells everything that happened. */
export async function play(scheduler: fc.Scheduler, plan: Plan): Promise<Story> {
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

  const call = (key: Key, patience: Patience): void => {
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
    facts.push({ at: 'call', caller, key, load: latest.get(key) ?? -1, patience, now: time.now() });
    answer.then(
      (value) => facts.push({ at: 'told', caller, failed: false, with: value }),
      (error: unknown) => facts.push({ at: 'told', caller, failed: true, with: error }),
    );
  };

  const pass = (ms: number): void => {
    time.pass(ms);
    facts.push({ at: 'passed', now: time.now() });
  };

  const act = (action: Action): void => {
    if (action.do === 'call') call(action.key, action.patience);
    else if (action.do === 'pass') pass(action.ms);
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
  pass(loadTimeoutMs);
  await scheduler.waitIdle();
  const before = loads;
  const stuck = flights.size;
  // A key that is stuck would hold this call for ever: it is reported, not asked.
  for (const key of stuck > 0 ? [] : ['a', 'b']) {
    await flights.run(key, { load: () => ((loads += 1), { kind: 'found', load: -1 }) });
  }
  return { facts, stuck, freshLoads: loads - before };
}

/** Everything of one kind that happened. */
export const all = <K extends Fact['at']>(facts: Fact[], at: K): At<K>[] =>
  facts.filter((fact): fact is At<K> => fact.at === at);
