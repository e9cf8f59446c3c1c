export { type TenantNames, cacheKey, cacheKeysOf } from './cache-key.ts';
export {
  type AdvisoryLockGuardOptions,
  advisoryLockGuard,
  type ClusterGuard,
  type ClusterStats,
  type Invalidated,
  type RedisGuardOptions,
  redisGuard,
  type SharingTimes,
} from './cluster/index.ts';
export type { Caller, Work } from './flight.ts';
export type { TenantIdentifier } from './identifier.ts';
export { Singleflight } from './singleflight.ts';
export type { StaleServing } from './stale-serving.ts';
export { type TenantCache, inProcessCache } from './tenant-cache.ts';
export type { TenantContext, TenantSettings } from './tenant-context.ts';
export type { TenantLoader } from './tenant-loader.ts';
export { TenantOutcome } from './tenant-outcome.ts';
export {
  CachingTenantResolver,
  resolverLoader,
  resolverParts,
  type ResolverStats,
  type TenantResolver,
  type TenantResolverOptions,
} from './tenant-resolver.ts';
export { type RequestOrigin, type TenantSource, tenantIdentification, tenantSourceSchema } from './tenant-source.ts';
export type { TimeToLive } from './time-to-live.ts';
export type { StartTimer } from './timers.ts';
export { SequelizeTenantLoader } from './sequelize-tenant-loader.ts';
export type { CreateTenantInput, ListTenantsQuery, UpdateTenantInput } from './tenant-input.ts';
export type { TenantPage, TenantResponse } from './tenant-rows.ts';
export { type DeadlineOptions, TenantService, type TenantServiceOptions } from './tenant-service.ts';
