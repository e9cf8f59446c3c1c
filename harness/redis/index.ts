export { type RedisSource, findRedis } from './find-redis.ts';
export { type LineState, type RedisLine, openRedisLine } from './redis-line.ts';
export { type RedisReach, type RunningRedis, startRedis } from './start-redis.ts';
