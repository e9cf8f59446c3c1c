import { describe, expect, it } from 'vitest';
import { WarmPool } from './warm-pool.ts';

/** A pool of numbers whose makes and drops wait to be let through. */
function pool(options: { ready: number; budget: number }) {
  const gates: (() => void)[] = [];
  const gate = () => new Promise<void>((resolve) => gates.push(resolve));
  const seen = { made: 0, dropped: [] as number[], order: [] as string[], running: 0, peak: 0 };
  const running = async <T>(work: () => T): Promise<T> => {
    seen.running += 1;
    seen.peak = Math.max(seen.peak, seen.running);
    await gate();
    seen.running -= 1;
    return work();
  };
  const warm = new WarmPool<number>({
    ...options,
    make: () => running(() => (seen.order.push('make'), (seen.made += 1))),
    drop: (item) => running(() => void (seen.order.push('drop'), seen.dropped.push(item))),
  });
  const letThrough = async (): Promise<void> => {
    while (gates.length > 0) {
      gates.shift()?.();
      await new Promise(setImmediate);
    }
  };
  return { warm, seen, letThrough };
}

describe('WarmPool', () => {
  it('makes what is to wait ready before anybody asks, and one more for each that is taken', async () => {
    const { warm, seen, letThrough } = pool({ ready: 2, budget: 2 });
    warm.warmUp();
    await letThrough();
    expect(seen.made).toBe(2);
    expect(await warm.take()).toBe(1);
    await letThrough();
    expect(seen.made).toBe(3);
  });

  it('never makes and drops more at once than its budget, however many ask', async () => {
    const { warm, seen, letThrough } = pool({ ready: 2, budget: 3 });
    const taken = Promise.all(Array.from({ length: 50 }, () => warm.take()));
    await letThrough();
    for (const item of await taken) warm.release(item);
    await letThrough();
    expect(seen.peak).toBe(3);
    expect(seen.dropped).toHaveLength(50);
  });

  it('drops before it makes when much waits to be dropped', async () => {
    const { warm, seen, letThrough } = pool({ ready: 0, budget: 1 });
    const taken = Promise.all(Array.from({ length: 9 }, () => warm.take()));
    await letThrough();
    for (const item of await taken) warm.release(item);
    const next = warm.take();
    seen.order.length = 0;
    await letThrough();
    await next;
    expect(seen.order.indexOf('make')).toBeGreaterThanOrEqual(6);
    expect(seen.order).toHaveLength(10);
  });

  it('has dropped everything when its dispose resolves, also what was still being made', async () => {
    const { warm, seen, letThrough } = pool({ ready: 2, budget: 2 });
    warm.warmUp();
    const closing = warm[Symbol.asyncDispose]();
    await letThrough();
    await closing;
    expect([seen.made, seen.dropped.length]).toEqual([2, 2]);
  });

  it('refuses whoever waits when it is disposed', async () => {
    const { warm, letThrough } = pool({ ready: 0, budget: 1 });
    const waiting = expect(warm.take()).rejects.toMatchObject({ code: 'ISOLATION_CLOSED' });
    const closing = warm[Symbol.asyncDispose]();
    await letThrough();
    await waiting;
    await closing;
  });

  it('tells in drained what failed in the background', async () => {
    const warm = new WarmPool<number>({
      make: async () => 1,
      drop: () => Promise.reject(new Error('the disk is full')),
      ready: 0,
      budget: 1,
    });
    warm.release(await warm.take());
    await expect(warm.drained()).rejects.toThrow('the disk is full');
  });
});
