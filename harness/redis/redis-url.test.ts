import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { findRedis, openRedisLine, startRedis } from './index.ts';

const local = await findRedis({ PATH: process.env['PATH'] });
const hasProgram = typeof local !== 'string';

test.each(['rediss://u:secret@cache.example:6380/1', 'cache.example:6379', '/run/redis.sock'])(
  'a REDIS_URL that cannot be used says what can, and not the password: %s',
  async (url) => {
    const found = await findRedis({ REDIS_URL: url });
    expect(found).toMatch(/^REDIS_URL cannot be used: only redis:.* without TLS/);
    expect(found).not.toContain('secret');
  },
);

test.each([
  ['redis://cache.example', 'redis://127.0.0.1:'],
  ['redis://cache.example/', 'redis://127.0.0.1:'],
  ['redis://:p%40ss@cache.example:7000', 'redis://:p%40ss@127.0.0.1:'],
  ['redis://kit:p%40ss@cache.example:7000/3', 'redis://kit:p%40ss@127.0.0.1:'],
])('a line to %s keeps who asks', async (url, start) => {
  const { reach } = await startRedis({ url });
  await using line = await openRedisLine(reach);
  expect(line.url.startsWith(start)).toBe(true);
});

test.runIf(hasProgram)('a line to a Redis with a password leads into the database of its URL', async () => {
  if (typeof local === 'string') return;
  await using server = await startRedis(local);
  await using door = await openRedisLine(server.reach);
  const admin = new Redis(door.url);
  try {
    await admin.config('SET', 'requirepass', 'p@ss');
    const given = await findRedis({ REDIS_URL: door.url.replace('//', '//:p%40ss@').concat('/3') });
    if (typeof given === 'string') throw new Error(given);
    await using redis = await startRedis(given);
    await using line = await openRedisLine(redis.reach);
    const client = new Redis(line.url, { maxRetriesPerRequest: 0 });
    try {
      await client.set('asked', 'here');
    } finally {
      client.disconnect();
    }
    await admin.select(3);
    expect(await admin.get('asked')).toBe('here');
  } finally {
    admin.disconnect();
  }
});
