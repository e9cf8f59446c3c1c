import { failureCached } from './failure-cached.ts';
import { firstDisconnectCancelsAll } from './first-disconnect-cancels-all.ts';
import { inactiveTenantServed } from './inactive-tenant-served.ts';
import { invalidationJoinsTheLoadBeforeIt } from './invalidation-joins-the-load-before-it.ts';
import { keyWithoutItsKind } from './key-without-its-kind.ts';
import { loaderWithoutDeadline } from './loader-without-deadline.ts';
import { mutexReloadsOnAMiss } from './mutex-reloads-on-a-miss.ts';
import { negativeCachedForEver } from './negative-cached-for-ever.ts';
import { noSingleflight } from './no-singleflight.ts';
import { notifiedBeforeStored } from './notified-before-stored.ts';
import { resolverPerRequest } from './resolver-per-request.ts';
import { storedAfterInvalidation } from './stored-after-invalidation.ts';
import { throwingLeaderLeavesTheKey } from './throwing-leader-leaves-the-key.ts';
import { waitersToldNotFound } from './waiters-told-not-found.ts';
import type { StampedeSaboteur } from './stampede-saboteur.ts';

/** Every mistake that suite STAMPEDE must notice. */
export const sabotaged: readonly StampedeSaboteur[] = [
  noSingleflight,
  resolverPerRequest,
  waitersToldNotFound,
  failureCached,
  negativeCachedForEver,
  throwingLeaderLeavesTheKey,
  loaderWithoutDeadline,
  storedAfterInvalidation,
  invalidationJoinsTheLoadBeforeIt,
  firstDisconnectCancelsAll,
  notifiedBeforeStored,
  mutexReloadsOnAMiss,
  keyWithoutItsKind,
  inactiveTenantServed,
];
