import { checkConfiguration, objectWith, someText } from '../../configuration/index.ts';
import { type StartTimer, startSystemTimer } from '../timers.ts';
import { AdvisoryLockPlace } from './advisory-lock-place.ts';
import type { ClusterGuard, SharingTimes } from './cluster-guard.ts';
import { SharedLoads } from './shared-loads.ts';
import { sharingFields } from './sharing-times.ts';

/** Where the instances meet. */
export interface AdvisoryLockGuardOptions extends SharingTimes {
  /** The database that all instances use, as its owner: `postgres://user:password@host:port/name`. */
  readonly url: string;
  readonly startTimer?: StartTimer;
}

const optionsSchema = objectWith({ url: someText, ...sharingFields });

/**
 * Shares loads between instances by an advisory lock of the database that they have in common: no other service is needed.
 * Costs each instance one session; creates the table `shared_tenant_loads`. A pooler in transaction mode cannot carry it.
 */
export async function advisoryLockGuard(options: AdvisoryLockGuardOptions): Promise<ClusterGuard> {
  checkConfiguration(optionsSchema, 'The configuration of the advisory lock guard', options);
  const { url, shareMs = 1000, startTimer = startSystemTimer } = options;
  const guard = new SharedLoads(
    (listener) => new AdvisoryLockPlace({ url, shareMs, startTimer }, listener),
    options,
    startTimer,
  );
  return await guard.opened();
}
