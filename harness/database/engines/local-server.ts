import type { Located } from '../binaries/server-binaries.ts';
import { placeBinaries } from '../binaries/place-binaries.ts';
import { findCacheFolder } from '../cache/cache-folder.ts';
import { prepareCluster } from '../cluster/prepare-cluster.ts';
import type { DatabaseServer, EngineName, StartOptions, Storage } from '../engine.ts';
import { PostgresServer } from '../postgres-server.ts';
import { serverUser } from '../server/server-user.ts';
import { startPostgres } from '../server/start-postgres.ts';
import { DependencyError } from '../../../src/errors/index.ts';

const defaultDeadlineMs = 60_000;

/** Starts a server of this machine: the same for every engine that has programs to run. */
export async function startLocalServer(
  engine: EngineName,
  located: Located,
  options: StartOptions = {},
): Promise<DatabaseServer> {
  if ('reason' in located) {
    throw new DependencyError(`The engine ${engine} cannot start: ${located.reason}.`, { code: 'ENGINE_UNAVAILABLE' });
  }
  const user = serverUser();
  const cache = findCacheFolder(user);
  if (cache === undefined) throw new DependencyError('no cache', { code: 'ENGINE_UNAVAILABLE' });
  const binaries = await placeBinaries(located.found, { cache, user });
  const cluster = await prepareCluster({ cache, binaries, identity: located.found.identity, user });
  const running = await startPostgres({
    binaries,
    cluster: cluster.content,
    user,
    storage: options.storage ?? storageFromEnvironment(),
    settings: options.settings ?? {},
    deadlineMs: options.deadlineMs ?? defaultDeadlineMs,
  });
  const { version, admin, application } = cluster.facts;
  return new PostgresServer(
    { engine, version, admin, application, socketFolder: running.folder, tcpPort: running.tcpPort },
    () => running.supervised.end(),
  );
}

function storageFromEnvironment(): Storage {
  const asked = process.env['RUSTOK_TESTKIT_STORAGE'];
  return asked === 'memory' || asked === 'disk' ? asked : 'auto';
}
