import { expect } from 'vitest';
import { DeadlineError } from '../errors/index.ts';
import type { Key } from './testing/schedule-plan.ts';
import { property } from './testing/schedule-property.ts';
import { all, callerDeadlineMs } from './testing/schedule-story.ts';

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

property('errors reach every waiter as themselves', ({ facts }) => {
  const left = new Set(all(facts, 'leave').map((fact) => fact.reason));
  const told = new Map(all(facts, 'told').map((fact) => [fact.caller, fact]));
  const failures = new Map(all(facts, 'settle').flatMap((fact) => (fact.failed ? [[fact.load, fact]] : [])));
  for (const { caller, load } of all(facts, 'call')) {
    const [failure, answer] = [failures.get(load), told.get(caller)];
    if (failure === undefined || answer === undefined) continue;
    if (left.has(answer.with) || answer.with instanceof DeadlineError) continue;
    expect(answer.failed).toBe(true);
    expect(answer.with).toBe(failure.with);
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

property('a load begins when a caller asks for it, and for nothing else', ({ facts }) => {
  facts.forEach((fact, index) => {
    if (fact.at !== 'load') return;
    const next = facts.slice(index).find(({ at }) => at === 'call');
    expect(next).toMatchObject({ at: 'call', key: fact.key, load: fact.load });
  });
});

property('a caller with a deadline of its own is told when it has passed', ({ facts }) => {
  for (const { caller, patience, now } of all(facts, 'call')) {
    if (patience !== 'deadline') continue;
    const passedAt = facts.findIndex((fact) => fact.at === 'passed' && fact.now >= now + callerDeadlineMs);
    const toldAt = facts.findIndex((fact) => fact.at === 'told' && fact.caller === caller);
    expect(toldAt).toBeGreaterThanOrEqual(0);
    expect(facts.slice(passedAt + 1, toldAt).some(({ at }) => at === 'passed')).toBe(false);
  }
});

property("a caller is told no other caller's deadline", ({ facts }) => {
  const givenUp = new Set(
    all(facts, 'cancel').flatMap(({ load, reason }) => (reason instanceof DeadlineError ? [load] : [])),
  );
  const told = new Map(all(facts, 'told').map((fact) => [fact.caller, fact.with]));
  for (const { caller, patience, load } of all(facts, 'call')) {
    if (patience !== 'deadline' && told.get(caller) instanceof DeadlineError) expect(givenUp.has(load)).toBe(true);
  }
});
