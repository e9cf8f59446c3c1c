import { answersNotFrozen } from './answers-not-frozen.ts';
import { cacheFailureFailsTheRequest } from './cache-failure-fails-the-request.ts';
import { cacheFailureGoesAroundTheFlights } from './cache-failure-goes-around-the-flights.ts';
import { cancelledLeaderLeavesTheKey } from './cancelled-leader-leaves-the-key.ts';
import { corruptEntryBelieved } from './corrupt-entry-believed.ts';
import { eachInstanceByItself } from './each-instance-by-itself.ts';
import { errorsWrappedForEach } from './errors-wrapped-for-each.ts';
import { evictedFromTheAnswer } from './evicted-from-the-answer.ts';
import { expiryIsNotShared } from './expiry-is-not-shared.ts';
import { failSafeUnasked } from './fail-safe-unasked.ts';
import { failureCached } from './failure-cached.ts';
import { falsyErrorIsSuccess } from './falsy-error-is-success.ts';
import { firstDeadlineEndsTheLoad } from './first-deadline-ends-the-load.ts';
import { firstDisconnectCancelsAll } from './first-disconnect-cancels-all.ts';
import { forgetsTheSlugAlone } from './forgets-the-slug-alone.ts';
import { givesUpWithTheLoad } from './gives-up-with-the-load.ts';
import { inactiveTenantServed } from './inactive-tenant-served.ts';
import { invalidationJoinsTheLoadBeforeIt } from './invalidation-joins-the-load-before-it.ts';
import { invalidationStaysAtHome } from './invalidation-stays-at-home.ts';
import { keyWithoutItsKind } from './key-without-its-kind.ts';
import { loadOutlivesItsCallers } from './load-outlives-its-callers.ts';
import { loaderWithoutDeadline } from './loader-without-deadline.ts';
import { lostAnswerIsAbsence } from './lost-answer-is-absence.ts';
import { mutexReloadsOnAMiss } from './mutex-reloads-on-a-miss.ts';
import { negativeCachedForEver } from './negative-cached-for-ever.ts';
import { noFailSafe } from './no-fail-safe.ts';
import { noJitter } from './no-jitter.ts';
import { noRoomForWaiters } from './no-room-for-waiters.ts';
import { noSingleflight } from './no-singleflight.ts';
import { notifiedBeforeStored } from './notified-before-stored.ts';
import { oneLockForAllKeys } from './one-lock-for-all-keys.ts';
import { queryOutlivesItsLoad } from './query-outlives-its-load.ts';
import { redisFailureFailsTheRequest } from './redis-failure-fails-the-request.ts';
import { renewedByEach } from './renewed-by-each.ts';
import { resolverPerRequest } from './resolver-per-request.ts';
import { sharedInOneTurnOnly } from './shared-in-one-turn-only.ts';
import { staleNeverRenewed } from './stale-never-renewed.ts';
import { storedAfterInvalidation } from './stored-after-invalidation.ts';
import { throwingLeaderLeavesTheKey } from './throwing-leader-leaves-the-key.ts';
import { unboundedCache } from './unbounded-cache.ts';
import { waitersRetry } from './waiters-retry.ts';
import { waitersToldNotFound } from './waiters-told-not-found.ts';
import { waitersToldWithAPause } from './waiters-told-with-a-pause.ts';
import { waitsForTheDead } from './waits-for-the-dead.ts';
import { wakeUpLost } from './wake-up-lost.ts';
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
  answersNotFrozen,
  cacheFailureFailsTheRequest,
  cacheFailureGoesAroundTheFlights,
  corruptEntryBelieved,
  eachInstanceByItself,
  errorsWrappedForEach,
  evictedFromTheAnswer,
  expiryIsNotShared,
  failSafeUnasked,
  falsyErrorIsSuccess,
  firstDeadlineEndsTheLoad,
  forgetsTheSlugAlone,
  invalidationStaysAtHome,
  loadOutlivesItsCallers,
  lostAnswerIsAbsence,
  noFailSafe,
  noJitter,
  noRoomForWaiters,
  oneLockForAllKeys,
  queryOutlivesItsLoad,
  redisFailureFailsTheRequest,
  renewedByEach,
  sharedInOneTurnOnly,
  staleNeverRenewed,
  unboundedCache,
  waitersRetry,
  waitsForTheDead,
  cancelledLeaderLeavesTheKey,
  givesUpWithTheLoad,
  waitersToldWithAPause,
  wakeUpLost,
];
