import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { describe, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../../harness/database/index.ts';
import { openRedisLine } from '../../../harness/redis/index.ts';
import { startProxy } from '../../../harness/wire/index.ts';
import { referenceMigrations } from '../../database/index.ts';
import { stillTime } from '../testing/still-time.ts';
import type { ClusterGuard, Invalidated } from './cluster-guard.ts';
import { advisoryLockGuard, redisGuard } from './index.ts';
import { openRedisWorld, redisSource } from './testing/redis-world.ts';

const { signal } = new AbortController();
const hasty = { waitMs: 1000, patienceMs: 50 };
const patient = { waitMs: 30_000, patienceMs: 10_000 };
const fact = typeof redisSource === 'string' ? test.skip : test;

function wordsOf(guard: ClusterGuard): Invalidated[] {
  const words: Invalidated[] = [];
  guard.onInvalidated((invalidated) => words.push(invalidated));
  return words;
}

async function isThere(url: string, name: string): Promise<boolean> {
  const looking = new Redis(url);
  try {
    return (await looking.exists(name)) === 1;
  } finally {
    looking.disconnect();
  }
}

describe('Redis', () => {
  fact.each(['cut', 'silent', { slowMs: 200 }] as const)(
    'a line that is %j costs a load and no answer',
    async (state) => {
      await using world = await openRedisWorld();
      await using guard = await redisGuard({ url: world.line.url, prefix: randomUUID(), ...hasty });
      world.line.set(state);
      const load = vi.fn(async () => 'own');
      expect(await guard.share('a', load, signal)).toBe('own');
      expect(load).toHaveBeenCalledTimes(1);
      expect(guard.stats()).toMatchObject({ alone: 1, loaded: 0 });
      expect(guard.stats().failures).toBeGreaterThan(0);
    },
  );

  fact('a Redis that is not there keeps nobody from starting', async () => {
    await using guard = await redisGuard({ url: 'redis://127.0.0.1:1', ...hasty });
    expect(await guard.share('a', async () => 'own', signal)).toBe('own');
  });

  fact('a value that cannot be shared is still given to its own callers', async () => {
    await using world = await openRedisWorld();
    await using guard = await redisGuard({ url: world.line.url, prefix: randomUUID(), ...hasty });
    const load = async () => {
      world.line.set('cut');
      return 'own';
    };
    expect(await guard.share('a', load, signal)).toBe('own');
  });

  fact('word that could not be sent is sent when Redis is back, and who was cut off forgets everything', async () => {
    await using world = await openRedisWorld();
    const options = { prefix: randomUUID(), ...patient };
    await using teller = await redisGuard({ url: world.line.url, ...options });
    await using cutOff = await redisGuard({ url: world.line.url, ...options });
    await using straight = await openRedisLine(world.redis.reach);
    await using present = await redisGuard({ url: straight.url, ...options });
    const [heardByCutOff, heard] = [wordsOf(cutOff), wordsOf(present)];
    world.line.set('cut');
    teller.invalidate(['a', 'b']);
    await vi.waitFor(() => expect(teller.stats().failures).toBe(1), { timeout: 20_000 });
    expect(heard).toEqual([]);
    world.line.set('open');
    // The word may be out before the other one that was cut off listens again: it has forgotten everything.
    await vi.waitFor(() => expect(heardByCutOff).toContain('all'), { timeout: 20_000 });
    await vi.waitFor(() => expect(heard).toEqual([['a', 'b']]), { timeout: 20_000 });
  });

  fact('an instance that goes on loading renews its lease', async () => {
    await using world = await openRedisWorld();
    const leaseMs = 300;
    const options = { prefix: randomUUID(), ...patient, leaseMs };
    await using loader = await redisGuard({ url: world.line.url, ...options });
    await using other = await redisGuard({ url: world.line.url, ...options });
    const gate = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const load = () => {
      begun.resolve();
      return gate.promise;
    };
    const first = loader.share('a', load, signal);
    await begun.promise;
    const asked = vi.fn(async () => 'own');
    const second = other.share('a', asked, signal);
    const looking = new Redis(world.line.url);
    let leftMs = leaseMs;
    await vi.waitFor(
      async () => {
        const before = leftMs;
        leftMs = await looking.pttl(`${options.prefix}:lease:a`);
        expect(leftMs).toBeGreaterThan(before);
      },
      { timeout: 20_000 },
    );
    looking.disconnect();
    expect(asked).not.toHaveBeenCalled();
    gate.resolve('text');
    expect(await Promise.all([first, second])).toEqual(['text', 'text']);
  });

  /** An instance that loads under a lease until it is told to end; its time stands still. */
  async function loading(url: string, leaseMs: number) {
    const [prefix, time] = [randomUUID(), stillTime()];
    const guard = await redisGuard({ url, prefix, ...patient, leaseMs, startTimer: time.startTimer });
    const gate = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const told = guard.share(
      'a',
      () => {
        begun.resolve();
        return gate.promise;
      },
      signal,
    );
    await begun.promise;
    return { guard, time, told, end: gate.resolve, lease: `${prefix}:lease:a` };
  }

  fact('a guard that is closed during a load gives up its lease and renews nothing', async () => {
    await using world = await openRedisWorld();
    const { guard, time, told, end, lease } = await loading(world.line.url, 30_000);
    await guard[Symbol.asyncDispose]();
    expect(time.pending()).toBe(0);
    expect(await isThere(world.line.url, lease)).toBe(false);
    end('text');
    expect(await told).toBe('text');
  });

  fact('a guard that is asked just before it is closed, or just after, leaves no lease', async () => {
    await using world = await openRedisWorld();
    const [prefix, time] = [randomUUID(), stillTime()];
    const options = { prefix, ...patient, leaseMs: 30_000, startTimer: time.startTimer };
    const guard = await redisGuard({ url: world.line.url, ...options });
    const gate = Promise.withResolvers<string>();
    const load = vi.fn(() => gate.promise);
    const before = guard.share('before', load, signal);
    const closed = guard[Symbol.asyncDispose]();
    const after = guard.share('after', load, signal);
    await closed;
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(2), { timeout: 20_000 });
    expect(time.pending()).toBe(0);
    expect(await isThere(world.line.url, `${prefix}:lease:before`)).toBe(false);
    expect(await isThere(world.line.url, `${prefix}:lease:after`)).toBe(false);
    gate.resolve('text');
    expect(await Promise.all([before, after])).toEqual(['text', 'text']);
  });

  fact('a guard that is closed when Redis does not hear it leaves its lease to end', async () => {
    await using world = await openRedisWorld();
    const { guard, time, told, end, lease } = await loading(world.line.url, 300);
    world.line.set('silent');
    const closed = guard[Symbol.asyncDispose]();
    time.pass(patient.patienceMs);
    await closed;
    expect(time.pending()).toBe(0);
    world.line.set('open');
    await vi.waitFor(async () => expect(await isThere(world.line.url, lease)).toBe(false), { timeout: 20_000 });
    end('text');
    expect(await told).toBe('text');
  });
});

describe('the session of the advisory lock', () => {
  test('one that says nothing costs a load and no answer, and is replaced', async () => {
    await using database = await createTestDatabase({ migrations: referenceMigrations });
    await using proxy = await startProxy({ upstream: database.url, adminUrl: database.adminUrl });
    await using guard = await advisoryLockGuard({ url: proxy.urlFor(database.url), ...patient, patienceMs: 500 });
    await proxy.inject({ fault: { kind: 'freeze' } });
    expect(await guard.share('a', async () => 'own', signal)).toBe('own');
    expect(guard.stats()).toMatchObject({ alone: 1 });
    await vi.waitFor(
      async () => {
        await guard.share(randomUUID(), async () => 'text', signal);
        expect(guard.stats().loaded).toBeGreaterThan(0);
      },
      { timeout: 20_000 },
    );
  });

  test('one that is lost is opened again, and everything is forgotten', async () => {
    await using database = await createTestDatabase({ migrations: referenceMigrations });
    await using proxy = await startProxy({ upstream: database.url, adminUrl: database.adminUrl });
    await using teller = await advisoryLockGuard({ url: database.url, ...patient });
    await using guard = await advisoryLockGuard({ url: proxy.urlFor(database.url), ...patient });
    const heard = wordsOf(guard);
    await proxy.inject({ fault: { kind: 'kill-backend' } });
    expect(await guard.share('a', async () => 'own', signal)).toBe('own');
    await vi.waitFor(() => expect(heard).toContain('all'), { timeout: 10_000 });
    teller.invalidate(['a']);
    await vi.waitFor(() => expect(heard).toContainEqual(['a']), { timeout: 10_000 });
  });
});
