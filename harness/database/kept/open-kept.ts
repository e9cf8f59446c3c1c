import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { DependencyError, NotFoundError } from '../../../src/errors/index.ts';
import { locateEmbeddedBinaries } from '../binaries/embedded-binaries.ts';
import { placeBinaries } from '../binaries/place-binaries.ts';
import { locateSystemBinaries } from '../binaries/system-binaries.ts';
import { findCacheFolder } from '../cache/cache-folder.ts';
import { type ServerAddress, socketUrl, tcpUrl } from '../server-address.ts';
import { serverUser } from '../server/server-user.ts';
import { startPostgres } from '../server/start-postgres.ts';
import type { KeptDatabase } from './kept-database.ts';
import { keptFolders } from './kept-folder.ts';
import { type KeptRecord, readKept, toKeptDatabase } from './kept-records.ts';

/** A kept database that can be connected to until it is disposed; what is changed on a server that was started for it goes then. */
export interface OpenedKept extends AsyncDisposable {
  readonly kept: KeptDatabase;
  /** The application's role, over loopback TCP. */
  readonly url: string;
  /** The superuser. */
  readonly adminUrl: string;
}

const deadlineMs = 60_000;

/** Opens a kept database by its id: on the server where it lies when that runs, else on a new server with a copy of its data. */
export async function openKept(id: string): Promise<OpenedKept> {
  const { record, data } = findKept(id);
  if (!record.goesWithItsRunner || !existsSync(data)) return openWhereItLies(record);
  const { engine } = record.address;
  const located = engine === 'system' ? locateSystemBinaries() : locateEmbeddedBinaries();
  if ('reason' in located) {
    throw new DependencyError(`The engine ${engine} cannot start: ${located.reason}.`, { code: 'ENGINE_UNAVAILABLE' });
  }
  const user = serverUser();
  const cache = findCacheFolder(user) ?? '';
  const binaries = await placeBinaries(located.found, { cache, user });
  const start = { binaries, cluster: data, user, storage: 'auto', settings: {}, deadlineMs } as const;
  const { folder, tcpPort, supervised } = await startPostgres(start);
  return opened(record, { ...record.address, socketFolder: folder, tcpPort }, () => supervised.end());
}

/** The record of that id, and where its server's data lies once that has ended. */
function findKept(id: string): { record: KeptRecord; data: string } {
  for (const { path, data } of keptFolders()) {
    const record = readKept(path).find((record) => record.id === id);
    if (record !== undefined) return { record, data: join(data, 'data') };
  }
  throw new NotFoundError(`No database is kept under ${id}. See: npx rustok-testkit db list`, {
    code: 'KEPT_DATABASE_UNKNOWN',
  });
}

async function openWhereItLies(record: KeptRecord): Promise<OpenedKept> {
  const found = opened(record, record.address, async () => undefined);
  const client = new Client({ connectionString: found.adminUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    const reason = record.goesWithItsRunner
      ? 'its server was killed before its data could be put aside'
      : 'its server does not let us in, or the database was dropped';
    throw new DependencyError(`The database ${record.name} cannot be opened: ${reason}.`, {
      code: 'KEPT_DATA_GONE',
      cause,
    });
  } finally {
    await client.end().catch(() => undefined);
  }
  return found;
}

function opened(record: KeptRecord, address: ServerAddress, close: () => Promise<void>): OpenedKept {
  return {
    kept: toKeptDatabase(record),
    url: tcpUrl(address, address.application, record.name),
    adminUrl: socketUrl(address, address.admin, record.name),
    [Symbol.asyncDispose]: close,
  };
}
