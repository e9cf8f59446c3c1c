export { type AdvisoryLockGuardOptions, advisoryLockGuard } from './advisory-lock-guard.ts';
export type { ClusterGuard, ClusterStats, Invalidated, SharingTimes } from './cluster-guard.ts';
export { type RedisGuardOptions, redisGuard } from './redis-guard.ts';
