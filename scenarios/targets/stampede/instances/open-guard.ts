import { type ClusterGuard, advisoryLockGuard, redisGuard } from '../../../../src/tenancy/index.ts';
import type { InstanceTimes, SharedBy } from '../../../contract/index.ts';

/** How one instance meets the others. */
export interface Meeting {
  readonly by: SharedBy;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly times: InstanceTimes;
}

/** The guard of one instance. */
export function openGuard({ by, databaseUrl, redisUrl, times }: Meeting): Promise<ClusterGuard> {
  if (by === 'redis') return redisGuard({ url: redisUrl, prefix: databaseUrl, ...times });
  const { leaseMs: _, ...others } = times;
  return advisoryLockGuard({ url: databaseUrl, ...others });
}
