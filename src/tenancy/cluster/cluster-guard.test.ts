import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type TestDatabase, createTestDatabase } from '../../../harness/database/index.ts';
import { referenceMigrations } from '../../database/index.ts';
import { stillTime } from '../testing/still-time.ts';
import { type StartTimer, startSystemTimer } from '../timers.ts';
import type { ClusterGuard, Invalidated, SharingTimes } from './cluster-guard.ts';
import { advisoryLockGuard, redisGuard } from './index.ts';
import { type RedisWorld, openRedisWorld, redisSource } from './testing/redis-world.ts';

const { signal } = new AbortController();
/** Longer than any pause of a busy machine, so that only the word or the claim's end wakes anybody. */
const times: SharingTimes = { waitMs: 30_000, patienceMs: 10_000 };

let database: TestDatabase;
let redis: RedisWorld | undefined;
beforeAll(async () => {
  database = await createTestDatabase({ migrations: referenceMigrations });
  if (typeof redisSource !== 'string') redis = await openRedisWorld();
});
afterAll(async () => {
  await redis?.[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

type Open = (own?: SharingTimes & { leaseMs?: number; startTimer?: StartTimer }) => Promise<ClusterGuard>;
const prefix = randomUUID();
const kinds: readonly [string, Open][] = [
  ['advisory lock', (own) => advisoryLockGuard({ url: database.url, ...times, ...own })],
  ['Redis', (own) => redisGuard({ url: redis?.line.url ?? '', prefix, leaseMs: 30_000, ...times, ...own })],
];

class Guards implements AsyncDisposable {
  readonly all: readonly ClusterGuard[];
  constructor(all: readonly ClusterGuard[]) {
    this.all = all;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map((guard) => guard[Symbol.asyncDispose]()));
  }
}

async function open(count: number, one: Open, own?: Parameters<Open>[0]): Promise<Guards> {
  return new Guards(await Promise.all(Array.from({ length: count }, () => one(own))));
}

/** The instance that loads, held; `begun` resolves when it does. */
function heldLoad() {
  const gate = Promise.withResolvers<string>();
  const begun = Promise.withResolvers<void>();
  const load = vi.fn(() => {
    begun.resolve();
    return gate.promise;
  });
  return { load, begun: begun.promise, end: gate.resolve, fail: gate.reject };
}

describe.each(kinds)('%s', (name, one) => {
  const fact = name === 'Redis' && typeof redisSource === 'string' ? test.skip : test;

  fact('one load for four instances', async () => {
    await using guards = await open(4, one);
    const key = randomUUID();
    const { load, begun, end } = heldLoad();
    const answers = guards.all.map((guard) => guard.share(key, load, signal));
    await begun;
    end('text');
    expect(await Promise.all(answers)).toEqual(['text', 'text', 'text', 'text']);
    expect(load).toHaveBeenCalledTimes(1);
    const stats = guards.all.map((guard) => guard.stats());
    expect(stats.reduce((sum, { shared }) => sum + shared, 0)).toBe(3);
  });

  fact('an instance that asks a moment later is given what was loaded', async () => {
    await using guards = await open(2, one, { shareMs: 60_000 });
    const key = randomUUID();
    const load = vi.fn(async () => 'text');
    for (const guard of guards.all) expect(await guard.share(key, load, signal)).toBe('text');
    expect(load).toHaveBeenCalledTimes(1);
  });

  fact('what is shared ends', async () => {
    await using guards = await open(2, one, { shareMs: 1 });
    const key = randomUUID();
    const load = vi.fn(async () => 'text');
    await guards.all[0]?.share(key, load, signal);
    await vi.waitFor(
      async () => {
        await guards.all[1]?.share(key, load, signal);
        expect(load).toHaveBeenCalledTimes(2);
      },
      { timeout: 20_000 },
    );
  });

  fact('a load that fails is told to its own instance, and the others load by themselves', async () => {
    await using guards = await open(3, one);
    const key = randomUUID();
    const { load, begun, fail } = heldLoad();
    const [first] = guards.all;
    const failed = first?.share(key, load, signal);
    await begun;
    const others = guards.all.slice(1).map((guard) => guard.share(key, async () => 'own', signal));
    await vi.waitFor(() => expect(guards.all.map((guard) => guard.stats().waited)).toEqual([0, 1, 1]), {
      timeout: 20_000,
    });
    fail(new Error('the database said no'));
    await expect(failed).rejects.toThrow('the database said no');
    expect(await Promise.all(others)).toEqual(['own', 'own']);
  });

  fact('an instance that dies while it loads keeps nobody waiting', async () => {
    await using guards = await open(1, one);
    const key = randomUUID();
    const dying = await one({ leaseMs: 200 });
    const { load, begun } = heldLoad();
    dying.share(key, load, signal).catch(() => undefined);
    await begun;
    const other = guards.all[0]?.share(key, async () => 'own', signal);
    await dying[Symbol.asyncDispose]();
    expect(await other).toBe('own');
  });

  fact("an instance that is closed while it waits for another's load loads by itself", async () => {
    await using guards = await open(1, one);
    const key = randomUUID();
    const { load, begun, end } = heldLoad();
    const first = guards.all[0]?.share(key, load, signal);
    await begun;
    const pollMs = 1234;
    const waits = Promise.withResolvers<void>();
    const time = stillTime();
    const startTimer: StartTimer = (delayMs, callback) => {
      if (delayMs === pollMs) waits.resolve();
      return time.startTimer(delayMs, callback);
    };
    const closing = await one({ pollMs, startTimer });
    const own = vi.fn(async () => 'own');
    const told = closing.share(key, own, signal);
    await waits.promise;
    await closing[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(own).toHaveBeenCalled(), { timeout: 20_000 });
    expect(await told).toBe('own');
    expect(time.pending()).toBe(0);
    end('text');
    expect(await first).toBe('text');
  });

  fact('a load that is waited for counts once, however often it is looked for', async () => {
    await using guards = await open(1, one);
    const key = randomUUID();
    const { load, begun, end } = heldLoad();
    const first = guards.all[0]?.share(key, load, signal);
    await begun;
    const pauses: number[] = [];
    const startTimer: StartTimer = (delayMs, callback) => {
      pauses.push(delayMs);
      return startSystemTimer(delayMs, callback);
    };
    await using waiting = await one({ pollMs: 1, startTimer });
    const second = waiting.share(key, load, signal);
    await vi.waitFor(() => expect(pauses).toEqual(expect.arrayContaining([1, 2, 4, 8])), { timeout: 20_000 });
    expect(waiting.stats().waited).toBe(1);
    end('text');
    expect(await Promise.all([first, second])).toEqual(['text', 'text']);
    expect(guards.all[0]?.stats().waited).toBe(0);
  });

  fact('a load of which nobody wants the end is given up', async () => {
    await using guards = await open(2, one);
    const key = randomUUID();
    const leaving = new AbortController();
    const { load, begun } = heldLoad();
    guards.all[0]?.share(key, load, leaving.signal).catch(() => undefined);
    await begun;
    leaving.abort(new Error('gone'));
    expect(await guards.all[1]?.share(key, async () => 'own', signal)).toBe('own');
  });

  fact('an instance that waits too long loads by itself', async () => {
    await using guards = await open(2, one, { waitMs: 5 });
    const key = randomUUID();
    const { load, begun, end } = heldLoad();
    const first = guards.all[0]?.share(key, load, signal);
    await begun;
    expect(await guards.all[1]?.share(key, async () => 'own', signal)).toBe('own');
    end('text');
    expect(await first).toBe('text');
  });

  fact('word of an invalidation reaches every other instance, and not its own', async () => {
    await using guards = await open(3, one);
    const heard = guards.all.map((guard) => {
      const words: Invalidated[] = [];
      guard.onInvalidated((invalidated) => words.push(invalidated));
      return words;
    });
    guards.all[0]?.invalidate(['a', 'b']);
    await vi.waitFor(() => expect(heard.slice(1)).toEqual([[['a', 'b']], [['a', 'b']]]), { timeout: 20_000 });
    expect(heard[0]).toEqual([]);
  });

  fact('an invalidation takes back what is shared', async () => {
    await using guards = await open(2, one, { shareMs: 60_000 });
    const key = randomUUID();
    const [first, second] = guards.all;
    await first?.share(key, async () => 'old', signal);
    second?.invalidate([key]);
    expect(await second?.share(key, async () => 'new', signal)).toBe('new');
    expect(await first?.share(key, async () => 'newer', signal)).toBe('new');
  });

  fact('who asks after an invalidation does not wait for the load before it, which shares nothing', async () => {
    await using guards = await open(3, one, { shareMs: 60_000 });
    const key = randomUUID();
    const [first, second, third] = guards.all;
    const { load, begun, end } = heldLoad();
    const old = first?.share(key, load, signal);
    await begun;
    second?.invalidate([key]);
    expect(await second?.share(key, async () => 'new', signal)).toBe('new');
    end('old');
    expect(await old).toBe('old');
    expect(await third?.share(key, async () => 'third', signal)).toBe('new');
  });

  fact('two hundred keys at once need no more than one connection', async () => {
    await using guards = await open(2, one, { shareMs: 60_000 });
    const keys = Array.from({ length: 200 }, () => randomUUID());
    const load = vi.fn(async () => 'text');
    await Promise.all(guards.all.flatMap((guard) => keys.map((key) => guard.share(key, load, signal))));
    expect(load).toHaveBeenCalledTimes(200);
    expect(guards.all.map((guard) => guard.stats().alone)).toEqual([0, 0]);
  });
});
