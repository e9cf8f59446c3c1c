import type { Pool } from 'pg';
import { type ServerAddress, endsWithItsRunner } from '../server-address.ts';

const strategies = [' STRATEGY file_copy', ' STRATEGY wal_log'] as const;
const [fileCopy] = strategies;

/** Clones that each strategy makes before one of them is taken. */
const trials = 2;

const timesOf = new WeakMap<Pool, Map<string, number[]>>();

/**
 * Runs `clone` with the faster strategy. Copying files takes half the time of copying through the log on the servers that this
 * package starts (`bench isolation`); on a server of somebody else, with large buffers or a slow disk, its two checkpoints may
 * cost more than they save, so there the first clones of each process are timed. Before PostgreSQL 15 there is no choice.
 */
export async function measuredStrategy(
  admin: Pool,
  address: Pick<ServerAddress, 'version' | 'engine'>,
  clone: (strategy: string) => Promise<void>,
  now: () => number = () => performance.now(),
): Promise<void> {
  if (Number.parseInt(address.version, 10) < 15) return clone('');
  if (endsWithItsRunner(address)) return clone(fileCopy);
  const times = timesOf.get(admin) ?? new Map<string, number[]>();
  timesOf.set(admin, times);
  const strategy = strategies.find((name) => (times.get(name)?.length ?? 0) < trials) ?? fastest(times);
  const start = now();
  await clone(strategy);
  const seen = times.get(strategy) ?? [];
  if (seen.length < trials) times.set(strategy, [...seen, now() - start]);
}

function fastest(times: ReadonlyMap<string, readonly number[]>): string {
  const best = (name: string): number => Math.min(...(times.get(name) ?? []));
  return strategies.toSorted((one, other) => best(one) - best(other))[0] ?? fileCopy;
}
