import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { RustokError } from '../../../src/errors/index.ts';
import { type CacheEntry, cacheEntry } from '../cache/cache-entry.ts';
import type { Role } from '../server-address.ts';
import { chooseRunFolder } from '../server/run-folder.ts';
import type { ServerUser } from '../server/server-user.ts';
import { supervise } from '../server/supervise.ts';
import { clusterSettings, hostBasedAuthentication, settingsFile } from './cluster-settings.ts';
import { scramVerifier } from './scram.ts';

export interface ClusterFacts {
  readonly version: string;
  readonly admin: Role;
  readonly application: Role;
}

export interface ClusterSource {
  readonly cache: string;
  /** Folder of `initdb` and `postgres`. */
  readonly binaries: string;
  /** Changes when the programs change. */
  readonly identity: string;
  readonly user: ServerUser | undefined;
}

const layout = 1;

/** A data directory with roles, settings and extensions, made once for each version and settings, then kept in the cache. */
export function prepareCluster(source: ClusterSource): Promise<CacheEntry<ClusterFacts>> {
  const described = JSON.stringify([layout, source.identity, clusterSettings, hostBasedAuthentication]);
  const hash = createHash('sha256').update(described).digest('hex').slice(0, 16);
  return cacheEntry({
    cache: source.cache,
    user: source.user,
    name: `cluster-${hash}`,
    build: (content) => build(source, content),
  });
}

async function build({ binaries, user }: ClusterSource, content: string): Promise<ClusterFacts> {
  const version = await readVersion(binaries);
  const admin = newRole('rustok_admin');
  const application = newRole('rustok_app');
  const folder = chooseRunFolder('auto', user);
  const { ended } = supervise({
    folder,
    user,
    command: ['/bin/sh', '-ec', buildScript, 'rustok-testkit', folder, content, ...localeOptions(version)],
    environment: {
      INITDB: join(binaries, 'initdb'),
      POSTGRES: join(binaries, 'postgres'),
      SETTINGS: settingsFile(clusterSettings),
      AUTHENTICATION: hostBasedAuthentication,
      STATEMENTS: statements(admin, application),
    },
  });
  const { exitCode, lastLines } = await ended;
  if (exitCode === 0) return { version, admin, application };
  throw new RustokError(
    'SERVER_START_FAILED',
    `A PostgreSQL data directory could not be prepared with ${binaries}. The last lines were:\n${lastLines}`,
  );
}

/** Standalone mode takes one statement a line and exits with 0 whatever they do: its complaints decide. */
const buildScript = `
folder=$1; content=$2; shift 2
"$INITDB" --pgdata="$folder/data" --username=rustok_admin --auth=reject --encoding=UTF8 --no-sync --wal-segsize=1 "$@"
printf '%s' "$SETTINGS" >> "$folder/data/postgresql.conf"
printf '%s' "$AUTHENTICATION" > "$folder/data/pg_hba.conf"
printf '%s' "$STATEMENTS" | "$POSTGRES" --single -j -D "$folder/data" template1 > "$folder/statements.log" 2>&1
cat "$folder/statements.log"
if grep -E 'ERROR|FATAL|PANIC' "$folder/statements.log" > /dev/null; then exit 1; fi
mv "$folder/data" "$content"
`;

/** The same order of strings everywhere, with letters beyond ASCII known as letters where the version can do it alone. */
function localeOptions(version: string): string[] {
  if (Number.parseInt(version, 10) >= 17) {
    return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-data-checksums'];
  }
  return [process.platform === 'linux' ? '--locale=C.UTF-8' : '--locale=C'];
}

function statements(admin: Role, application: Role): string {
  return [
    `ALTER ROLE ${admin.name} PASSWORD '${scramVerifier(admin.password)}'`,
    `CREATE ROLE ${application.name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${scramVerifier(application.password)}'`,
    'CREATE EXTENSION pg_stat_statements',
  ]
    .map((statement) => `${statement};\n\n`)
    .join('');
}

function newRole(name: string): Role {
  return { name, password: randomBytes(24).toString('base64url') };
}

async function readVersion(binaries: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(join(binaries, 'postgres'), ['--version'], { timeout: 10_000 });
    return /(\d+(\.\d+|\w+)*)/.exec(stdout)?.[1] ?? '';
  } catch (cause) {
    throw new RustokError(
      'ENGINE_UNAVAILABLE',
      `${join(binaries, 'postgres')} does not run on this machine: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}
