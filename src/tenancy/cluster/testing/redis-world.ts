import {
  findRedis,
  openRedisLine,
  startRedis,
  type RedisLine,
  type RedisSource,
  type RunningRedis,
} from '../../../../harness/redis/index.ts';

/** A Redis and a line to it; */
export interface RedisWorld extends AsyncDisposable {
  readonly redis: RunningRedis;
  readonly line: RedisLine;
  readonly source: RedisSource;
}

export const redisSource = await findRedis();

export async function openRedisWorld(): Promise<RedisWorld> {
  if (typeof redisSource === 'string') throw new Error(redisSource);
  const redis = await startRedis(redisSource);
  const line = await openRedisLine(redis.reach);
  return {
    redis,
    line,
    source: redisSource,
    async [Symbol.asyncDispose]() {
      await line[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    },
  };
}
