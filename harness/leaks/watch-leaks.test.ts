import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '../database/index.ts';
import { watchLeaks } from './index.ts';
import { leak, leakStage } from './testing/leak-stage.ts';

const stage = leakStage();

describe('watches that overlap', () => {
  it('name the sessions of their own database, and the last of them the timers that nobody can tell apart', async () => {
    await using other = await createTestDatabase();
    const [here, there] = [await stage.connect(), await stage.connect(other.url)];
    using first = watchLeaks(stage.db.testDatabase);
    using second = watchLeaks(other);
    await here.query('BEGIN');
    await there.query('BEGIN');
    const interval = setInterval(() => undefined, 600_000);
    stage.later(() => clearInterval(interval));
    expect((await first.check()).map(({ kind }) => kind)).toEqual(['idle-in-transaction']);
    expect(await second.check()).toEqual([
      expect.objectContaining({ kind: 'idle-in-transaction' }),
      expect.objectContaining({
        kind: 'timer',
        what: 'an interval of 600000 ms; tests ran at the same time, and any of them may have opened it',
      }),
    ]);
  });

  it('are told what was opened meanwhile by their last one, again when another has begun since', async () => {
    using first = watchLeaks(stage.db.testDatabase);
    using second = watchLeaks(stage.db.testDatabase);
    const interval = setInterval(() => undefined, 600_000);
    stage.later(() => clearInterval(interval));
    expect(await first.check()).toEqual([]);
    expect((await second.check()).map(({ kind }) => kind)).toEqual(['timer']);
    using third = watchLeaks(stage.db.testDatabase);
    expect((await second.check()).map(({ kind }) => kind)).toEqual(['timer']);
    expect(await third.check()).toEqual([]);
  });

  it('name what was opened while one was alone by that one, though it ends first', async () => {
    const opens = (ms: number) => {
      const interval = setInterval(() => undefined, ms);
      stage.later(() => clearInterval(interval));
    };
    const first = watchLeaks(stage.db.testDatabase);
    opens(600_000);
    using second = watchLeaks(stage.db.testDatabase);
    expect((await first.check()).map(({ what }) => what)).toEqual(['an interval of 600000 ms']);
    first[Symbol.dispose]();
    opens(700_000);
    expect((await second.check()).map(({ what }) => what)).toEqual(['an interval of 700000 ms']);
  });

  it('name a socket of the last one though another begins while it is looked for', async () => {
    const server = createServer();
    stage.later(() => server.close());
    using first = watchLeaks(stage.db.testDatabase);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const checking = first.check();
    using second = watchLeaks(stage.db.testDatabase);
    expect((await checking).map(({ kind }) => kind)).toEqual(['socket']);
    expect(await second.check()).toEqual([]);
  });
});

describe('a watch', () => {
  it('tells transactions by what the clients know where the server cannot be asked', async () => {
    const client = await stage.connect();
    using watch = watchLeaks({ adminUrl: stage.db.testDatabase.adminUrl, capabilities: new Set(['real-commit']) });
    await (async function opensAlone() {
      await client.query('BEGIN');
    })();
    expect(await watch.check()).toEqual([leak('open-transaction', /is in a transaction$/, 'opensAlone')]);
  });

  it('works while the test has stopped the clock', async () => {
    const client = await stage.connect();
    const leaks = await stage.leaksOf(async () => {
      vi.useFakeTimers();
      stage.later(() => vi.useRealTimers());
      await client.query('BEGIN');
    });
    expect(leaks).toHaveLength(1);
  });

  it('says what it could not read of the outbox', async () => {
    await using empty = await createTestDatabase();
    using watch = watchLeaks(empty, { undeliveredOutbox: true });
    await expect(watch.check()).rejects.toMatchObject({
      code: 'LEAK_CHECK_FAILED',
      message: expect.stringContaining('sys_events'),
      cause: { code: '42P01' },
    });
  });

  it('takes a server that has stopped for one that holds nothing', async () => {
    using watch = watchLeaks({ adminUrl: 'postgres://postgres:postgres@/gone?host=%2Fnowhere' });
    expect(await watch.check()).toEqual([]);
  });
});
