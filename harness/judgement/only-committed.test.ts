import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DatabaseServer, type IsolatedDatabase, openIsolation, pgMemEngine } from '../database/index.ts';
import { query } from '../database/testing/query.ts';
import { judgePublished, outboxSource, watchCommittedState } from './index.ts';

const sql = 'SELECT type FROM outbox';
const mapping = { shops: () => null };

describe('on the tier rollback', () => {
  test('no outbox is read and no state is watched, by neither of its URLs: their rows are never committed', async () => {
    await using isolation = await openIsolation({ tier: 'rollback', remember: false });
    const database = await isolation.acquire();
    await writeEvent(database);
    for (const url of [database.url, database.tcpUrl]) {
      await expect(judgePublished(outboxSource({ url, sql }), 'shop.opened')).rejects.toMatchObject({
        code: 'TIER_CANNOT_SHOW',
        message: expect.stringMatching(/^outboxSource: the isolation tier rollback .*never committed/) as string,
      });
      await expect(watchCommittedState({ url, mapping })).rejects.toMatchObject({
        code: 'TIER_CANNOT_SHOW',
        message: expect.stringMatching(/^watchCommittedState: .*never committed/) as string,
      });
    }
  });

  test('what is known of its place ends with it: another server may take that', async () => {
    const isolation = await openIsolation({ tier: 'rollback', remember: false });
    const { url } = await isolation.acquire();
    await isolation[Symbol.asyncDispose]();
    await expect(outboxSource({ url, sql }).published()).rejects.toMatchObject({ code: 'ADMIN_CONNECTION_FAILED' });
  });
});

describe.skipIf((await pgMemEngine.available()) !== true)('on pg-mem', () => {
  let server: DatabaseServer;
  beforeAll(async () => {
    server = await pgMemEngine.start();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('no outbox is read and no state is watched: its COMMIT decides nothing', async () => {
    await using database = await server.createDatabase();
    const { url } = database;
    await writeEvent(database);
    await expect(judgePublished(outboxSource({ url, sql }), 'shop.opened')).rejects.toMatchObject({
      code: 'ENGINE_CANNOT_SHOW',
      message: expect.stringMatching(/^outboxSource needs what the engine pg-mem cannot show: real-commit/) as string,
    });
    await expect(watchCommittedState({ url, mapping })).rejects.toMatchObject({
      code: 'ENGINE_CANNOT_SHOW',
      message: expect.stringMatching(/^watchCommittedState needs .*pg-mem/) as string,
    });
  });
});

async function writeEvent({ url }: Pick<IsolatedDatabase, 'url'>): Promise<void> {
  await query(url, 'CREATE TABLE shops (id int)');
  await query(url, 'CREATE TABLE outbox (type text)');
  await query(url, "INSERT INTO outbox VALUES ('shop.opened')");
}
