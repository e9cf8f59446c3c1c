import { checkConfiguration, milliseconds, objectWith, someText } from '../../configuration/index.ts';
import { type StartTimer, startSystemTimer } from '../timers.ts';
import type { ClusterGuard, SharingTimes } from './cluster-guard.ts';
import { RedisPlace } from './redis-place.ts';
import { SharedLoads } from './shared-loads.ts';
import { sharingFields } from './sharing-times.ts';

/** Where the instances meet. */
export interface RedisGuardOptions extends SharingTimes {
  /** `redis://user:password@host:port/database`. */
  readonly url: string;
  /** How long an instance that has died keeps others waiting, in milliseconds; a living one renews it. Default 1000. */
  readonly leaseMs?: number;
  /** Before every key and the channel. Default `tenants`. */
  readonly prefix?: string;
  readonly startTimer?: StartTimer;
}

const optionsSchema = objectWith({
  url: someText,
  leaseMs: milliseconds.optional(),
  prefix: someText.optional(),
  ...sharingFields,
});

/** The longest pause between two attempts to connect. */
const retryMs = 250;

/** Shares loads between instances by leases in Redis; needs the package ioredis. Costs each instance two connections. */
export async function redisGuard(options: RedisGuardOptions): Promise<ClusterGuard> {
  checkConfiguration(optionsSchema, 'The configuration of the Redis guard', options);
  const { url, leaseMs = 1000, shareMs = 1000, patienceMs = 250, prefix = 'tenants' } = options;
  const { startTimer = startSystemTimer } = options;
  const { Redis } = await import('./ioredis.ts');
  const connect = () =>
    new Redis(url, {
      // Without a connection a command fails at once: the instance then loads by itself.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      autoResubscribe: false,
      connectTimeout: patienceMs,
      retryStrategy: () => retryMs,
    });
  const guard = new SharedLoads(
    (listener) =>
      new RedisPlace(
        { commands: connect(), subscriber: connect(), prefix, leaseMs, shareMs, patienceMs, startTimer },
        listener,
      ),
    options,
    startTimer,
  );
  return await guard.opened();
}
