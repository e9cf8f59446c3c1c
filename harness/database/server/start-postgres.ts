import { join } from 'node:path';
import { RustokError } from '../../../src/errors/index.ts';
import type { Storage } from '../engine.ts';
import { freePort } from './free-port.ts';
import { chooseRunFolder } from './run-folder.ts';
import type { ServerUser } from './server-user.ts';
import { type Supervised, supervise } from './supervise.ts';
import { waitUntilReady } from './wait-until-ready.ts';

export interface StartPostgresOptions {
  readonly binaries: string;
  /** The prepared data directory; it is copied. */
  readonly cluster: string;
  readonly user: ServerUser | undefined;
  readonly storage: Storage;
  readonly settings: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  /** Default: a free port of the loopback interface. */
  readonly findPort?: () => Promise<number>;
}

export interface RunningPostgres {
  readonly folder: string;
  readonly tcpPort: number;
  readonly supervised: Supervised;
}

const portAttempts = 8;

/** Starts a server on a copy of a prepared cluster; it ends with this process. */
export async function startPostgres(options: StartPostgresOptions): Promise<RunningPostgres> {
  const { findPort = freePort } = options;
  for (let attempt = 1; ; attempt += 1) {
    const folder = chooseRunFolder(options.storage, options.user);
    const tcpPort = await findPort();
    const supervised = launch(options, folder, tcpPort);
    const outcome = await waitUntilReady(folder, { supervised, deadlineMs: options.deadlineMs });
    if (outcome === 'ready') {
      supervised.unref();
      return { folder, tcpPort, supervised };
    }
    if (outcome.lastLines.includes('Address already in use') && attempt < portAttempts) continue;
    throw new RustokError(
      'SERVER_START_FAILED',
      `PostgreSQL from ${options.binaries} ended while it was starting (exit code ${outcome.exitCode ?? 'none'}). The last lines of its log were:\n${outcome.lastLines}`,
    );
  }
}

/** The second name of the socket lets clients do without a port: they look for 5432. */
const launchScript = `
folder=$1; cluster=$2; port=$3; shift 3
cp -R "$cluster" "$folder/data"
ln -s ".s.PGSQL.$port" "$folder/.s.PGSQL.5432"
unset LAUNCH
exec "$@"
`;

function launch(options: StartPostgresOptions, folder: string, tcpPort: number): Supervised {
  const settings = Object.entries({
    ...options.settings,
    port: String(tcpPort),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    unix_socket_permissions: '0700',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = [join(options.binaries, 'postgres'), '-D', join(folder, 'data'), ...settings];
  return supervise({
    folder,
    user: options.user,
    command: [
      '/bin/sh',
      '-ec',
      'eval "$LAUNCH"',
      'rustok-testkit',
      folder,
      options.cluster,
      String(tcpPort),
      ...server,
    ],
    environment: { LAUNCH: launchScript },
  });
}
