import { dirname } from 'node:path';
import { isRustokError, ValidationError } from '../../../src/errors/index.ts';
import { placeBinaries } from '../binaries/place-binaries.ts';
import type { ServerBinaries } from '../binaries/server-binaries.ts';
import { removeEntry } from '../cache/cache-entry.ts';
import { findCacheFolder } from '../cache/cache-folder.ts';
import { openThrowawayCache } from '../cache/throwaway-cache.ts';
import { latestCluster } from '../cluster/latest-cluster.ts';
import { type ClusterFacts, prepareCluster } from '../cluster/prepare-cluster.ts';
import type { DatabaseServer, EngineName, StartOptions, Storage } from '../engine.ts';
import { PostgresServer } from '../postgres-server.ts';
import { removeAbandonedRuns } from '../server/remove-abandoned-runs.ts';
import { type ServerUser, serverUser } from '../server/server-user.ts';
import { type RunningPostgres, startPostgres } from '../server/start-postgres.ts';

const defaultDeadlineMs = 60_000;

/** Starts a server of these programs, on a copy of a prepared data directory. */
export async function startLocalServer(
  engine: EngineName,
  source: ServerBinaries,
  options: StartOptions,
): Promise<DatabaseServer> {
  const user = serverUser();
  await removeAbandonedRuns(user);
  const { cache, discard } = await openCache(user);
  try {
    const { facts, running } = await startFrom({ source, cache, user, options });
    const where = { socketFolder: running.folder, tcpPort: running.tcpPort };
    const chosen = options.because === undefined ? {} : { chosen: options.because };
    const address = { engine, ...facts, ...where, ...chosen };
    return new PostgresServer(address, async () => {
      await running.supervised.end();
      await discard();
    });
  } catch (error) {
    await discard();
    throw error;
  }
}

async function openCache(user: ServerUser | undefined): Promise<{ cache: string; discard: () => Promise<void> }> {
  const lasting = findCacheFolder(user);
  if (lasting !== undefined) return { cache: lasting, discard: async () => undefined };
  const { folder, supervised } = await openThrowawayCache(user);
  return { cache: folder, discard: () => supervised.end() };
}

interface Start {
  readonly source: ServerBinaries;
  readonly cache: string;
  readonly user: ServerUser | undefined;
  readonly options: StartOptions;
}

async function startFrom(start: Start): Promise<{ facts: ClusterFacts; running: RunningPostgres }> {
  const { source, cache, user, options } = start;
  const binaries = await placeBinaries(source, { cache, user });
  const base = await prepareCluster({ cache, binaries, identity: source.identity, user });
  const cluster = latestCluster(cache, base);
  try {
    const running = await startPostgres({
      binaries,
      cluster: cluster.content,
      user,
      storage: options.storage ?? storageFromEnvironment(),
      settings: options.settings ?? {},
      deadlineMs: options.deadlineMs ?? defaultDeadlineMs,
    });
    const { templates: _, ...facts } = cluster.facts;
    return { facts, running };
  } catch (error) {
    const blameless = cluster.fresh || options.settings !== undefined || !isRustokError(error, 'SERVER_START_FAILED');
    if (blameless) throw error;
    // What the cache holds may be damaged in a way that its fingerprint does not show: once more, with a new one.
    removeEntry(dirname(cluster.content));
    return startFrom(start);
  }
}

function storageFromEnvironment(): Storage {
  const asked = process.env['RUSTOK_TESTKIT_STORAGE'] ?? 'auto';
  if (asked === 'auto' || asked === 'memory' || asked === 'disk') return asked;
  throw new ValidationError('RUSTOK_TESTKIT_STORAGE', [{ path: '', message: 'must be auto, memory or disk' }], {
    code: 'INVALID_CONFIGURATION',
  });
}
