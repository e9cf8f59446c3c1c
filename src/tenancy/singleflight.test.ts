import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DeadlineError } from '../errors/index.ts';
import { Singleflight } from './singleflight.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Outcome = { kind: 'found' | 'not found' | 'inactive' };

function gatedLoader() {
  const gate = Promise.withResolvers<Outcome>();
  const load = vi.fn((_signal: AbortSignal) => gate.promise);
  return { load, open: gate.resolve, fail: gate.reject };
}

function flights(): Singleflight<Outcome> {
  return new Singleflight<Outcome>({ timeoutMs: 1000 });
}

const kinds = ['found', 'not found', 'inactive'] as const;

test.each(kinds)('callers of one key share the promise of the outcome: %s', async (kind) => {
  const flight = flights();
  const { load, open } = gatedLoader();
  const answers = Array.from({ length: 1000 }, () => flight.run('a', { load }));
  expect(new Set(answers).size).toBe(1);
  open({ kind });
  const told = await Promise.all(answers);
  expect(new Set(told)).toEqual(new Set([told[0]]));
  expect(told[0]).toEqual({ kind });
});

test.each([...kinds, 'error'] as const)('one load for 1000 concurrent callers: %s', async (kind) => {
  const flight = flights();
  const { load, open, fail } = gatedLoader();
  const answers = Array.from({ length: 1000 }, () => flight.run('a', { load }).catch(() => undefined));
  if (kind === 'error') fail(new Error('the database said no'));
  else open({ kind });
  await Promise.all(answers);
  expect(load).toHaveBeenCalledTimes(1);
});

test.each([new Error('refused'), new RangeError('other class'), undefined, null, 0, ''])(
  'errors reach every waiter as themselves: %s',
  async (error) => {
    const flight = flights();
    const { load, fail } = gatedLoader();
    const answers = Array.from({ length: 10 }, () => flight.run('a', { load }));
    fail(error);
    const settled = await Promise.allSettled(answers);
    for (const answer of settled) {
      expect(answer.status).toBe('rejected');
      expect('reason' in answer && Object.is(answer.reason, error)).toBe(true);
    }
  },
);

test('errors are not cached: nothing is kept and the next caller loads again', async () => {
  const flight = flights();
  const keep = vi.fn();
  const failing = vi.fn(() => Promise.reject(new Error('once')));
  await expect(flight.run('a', { load: failing, keep })).rejects.toThrow('once');
  expect(keep).not.toHaveBeenCalled();
  await expect(flight.run('a', { load: () => ({ kind: 'found' as const }), keep })).resolves.toEqual({ kind: 'found' });
  expect(keep).toHaveBeenCalledTimes(1);
});

test('a loader has a timeout, told to every waiter and to the loader', async () => {
  const flight = flights();
  const { load } = gatedLoader();
  const answers = Promise.allSettled(Array.from({ length: 10 }, () => flight.run('a', { load })));
  vi.advanceTimersByTime(1000);
  for (const answer of await answers) {
    expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'DEADLINE_EXCEEDED' } });
  }
  expect(load.mock.calls[0]?.[0].aborted).toBe(true);
});

test('a value that comes after the timeout is dropped', async () => {
  const flight = flights();
  const { load, open } = gatedLoader();
  const keep = vi.fn();
  const late = flight.run('a', { load, keep });
  vi.advanceTimersByTime(1000);
  await expect(late).rejects.toThrow(DeadlineError);
  open({ kind: 'found' });
  await vi.advanceTimersByTimeAsync(0);
  expect(keep).not.toHaveBeenCalled();
});

test('a failing leader never leaves a key stuck', async () => {
  const flight = flights();
  await expect(flight.run('a', { load: () => Promise.reject(new Error('no')) })).rejects.toThrow('no');
  expect(flight.size).toBe(0);
});

test('a leader that throws before it returns a promise never leaves a key stuck', async () => {
  const flight = flights();
  const throwing = (): never => {
    throw new Error('at once');
  };
  await expect(flight.run('a', { load: throwing })).rejects.toThrow('at once');
  expect(flight.size).toBe(0);
});

test('a hanging leader never leaves a key stuck', async () => {
  const flight = flights();
  const hanging = flight.run('a', { load: () => new Promise<Outcome>(() => {}) });
  vi.advanceTimersByTime(1000);
  await expect(hanging).rejects.toThrow(DeadlineError);
  await expect(flight.run('a', { load: () => ({ kind: 'found' as const }) })).resolves.toEqual({ kind: 'found' });
});

test('a cancelled leader never leaves a key stuck', async () => {
  const flight = flights();
  const { load } = gatedLoader();
  const leaving = new AbortController();
  const cancelled = flight.run('a', { load }, { signal: leaving.signal });
  leaving.abort(new Error('gone'));
  await expect(cancelled).rejects.toThrow('gone');
  expect(flight.size).toBe(0);
});

test('a store that throws never leaves a key stuck', async () => {
  const flight = flights();
  const keep = (): never => {
    throw new Error('full');
  };
  await expect(flight.run('a', { load: () => ({ kind: 'found' as const }), keep })).rejects.toThrow('full');
  expect(flight.size).toBe(0);
});

test('a caller that goes away cancels nobody else, be it the first', async () => {
  const flight = flights();
  const { load, open } = gatedLoader();
  const leaving = new AbortController();
  const first = flight.run('a', { load }, { signal: leaving.signal });
  const others = Array.from({ length: 9 }, () => flight.run('a', { load }, { signal: new AbortController().signal }));
  leaving.abort(new Error('gone'));
  await expect(first).rejects.toThrow('gone');
  expect(load.mock.calls[0]?.[0].aborted).toBe(false);
  open({ kind: 'found' });
  expect(await Promise.all(others)).toHaveLength(9);
  expect(load).toHaveBeenCalledTimes(1);
});

test('a caller that leaves on its own deadline cancels nobody else', async () => {
  const flight = flights();
  const { load, open } = gatedLoader();
  const hasty = flight.run('a', { load }, { deadlineMs: 10 });
  const patient = flight.run('a', { load });
  vi.advanceTimersByTime(10);
  await expect(hasty).rejects.toThrow(/within 10 ms/);
  open({ kind: 'found' });
  await expect(patient).resolves.toEqual({ kind: 'found' });
});

test('the load is cancelled when its last waiter has gone, and not before', async () => {
  const flight = flights();
  const { load } = gatedLoader();
  const leaving = [new AbortController(), new AbortController()];
  const answers = leaving.map(({ signal }) => flight.run('a', { load }, { signal }).catch(() => 'gone'));
  leaving[0]?.abort();
  expect(load.mock.calls[0]?.[0].aborted).toBe(false);
  leaving[1]?.abort();
  expect(load.mock.calls[0]?.[0].aborted).toBe(true);
  expect(await Promise.all(answers)).toEqual(['gone', 'gone']);
});

test('a caller that has gone before it asks starts no load', async () => {
  const flight = flights();
  const { load } = gatedLoader();
  await expect(flight.run('a', { load }, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
  expect(load).not.toHaveBeenCalled();
});

test('an invalidation during a load means that the loaded value is not stored', async () => {
  const flight = flights();
  const { load, open } = gatedLoader();
  const keep = vi.fn();
  const before = flight.run('a', { load, keep });
  flight.forget('a');
  open({ kind: 'found' });
  await expect(before).resolves.toEqual({ kind: 'found' });
  expect(keep).not.toHaveBeenCalled();
});

test('callers after an invalidation start a new load, whose value is stored though the old one ends later', async () => {
  const flight = flights();
  const [old, fresh] = [gatedLoader(), gatedLoader()];
  const keep = vi.fn();
  const before = flight.run('a', { load: old.load, keep });
  flight.forget('a');
  const after = flight.run('a', { load: fresh.load, keep });
  fresh.open({ kind: 'inactive' });
  await expect(after).resolves.toEqual({ kind: 'inactive' });
  old.open({ kind: 'found' });
  await expect(before).resolves.toEqual({ kind: 'found' });
  expect(keep.mock.calls).toEqual([[{ kind: 'inactive' }]]);
});

test('an old load that ends does not free the key of the new one', async () => {
  const flight = flights();
  const [old, fresh] = [gatedLoader(), gatedLoader()];
  const before = flight.run('a', { load: old.load });
  flight.forget('a');
  const after = flight.run('a', { load: fresh.load });
  old.fail(new Error('old'));
  await expect(before).rejects.toThrow('old');
  expect(flight.has('a')).toBe(true);
  fresh.open({ kind: 'found' });
  await after;
});

test('the value is stored before anybody is told and before the key is free', async () => {
  const flight = flights();
  const order: string[] = [];
  const keep = (): void => void order.push(flight.has('a') ? 'stored, key taken' : 'stored, key free');
  await flight.run('a', { load: () => ({ kind: 'found' as const }), keep }).then(() => order.push('told'));
  expect(order).toEqual(['stored, key taken', 'told']);
});

test('no key waits for another', async () => {
  const flight = flights();
  void flight.run('slow', { load: () => new Promise<Outcome>(() => {}) }).catch(() => undefined);
  await expect(flight.run('quick', { load: () => ({ kind: 'found' as const }) })).resolves.toEqual({ kind: 'found' });
});

test('a loader that gives up its own first caller while it is called leaves nobody stuck', async () => {
  const flight = flights();
  const leaving = new AbortController();
  const load = (): Promise<Outcome> => {
    leaving.abort(new Error('gone'));
    return new Promise(() => {});
  };
  await expect(flight.run('a', { load }, { signal: leaving.signal })).rejects.toThrow('gone');
  expect(flight.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing is left behind: no timer, no listener', async () => {
  const flight = flights();
  const { load, open } = gatedLoader();
  const { signal } = new AbortController();
  const removed = vi.spyOn(signal, 'removeEventListener');
  const answer = flight.run('a', { load }, { signal, deadlineMs: 500 });
  open({ kind: 'found' });
  await answer;
  expect(vi.getTimerCount()).toBe(0);
  expect(removed).toHaveBeenCalledTimes(1);
});
