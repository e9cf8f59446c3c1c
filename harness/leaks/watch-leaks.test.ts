import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { createTestDatabase } from '../database/index.ts';
import { watchLeaks } from './index.ts';
import { leak, leakStage } from './testing/leak-stage.ts';

const stage = leakStage();

describe('watches that overlap', () => {
  it('name the sessions of their own database, and the last of them the timers', async () => {
    await using other = await createTestDatabase();
    const [here, there] = [await stage.connect(), await stage.connect(other.url)];
    using first = watchLeaks(stage.db.testDatabase);
    using second = watchLeaks(other);
    await here.query('BEGIN');
    await there.query('BEGIN');
    const interval = setInterval(() => undefined, 600_000);
    stage.later(() => clearInterval(interval));
    expect((await first.check()).map(({ kind }) => kind)).toEqual(['idle-in-transaction']);
    expect((await second.check()).map(({ kind }) => kind)).toEqual(['idle-in-transaction', 'timer']);
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
