import { execFileSync } from 'node:child_process';
import { accessSync, closeSync, constants, globSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Located } from './server-binaries.ts';

const usualFolders = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
];
const oldestVersion = 13;

/** The newest PostgreSQL server that is installed on this machine. */
export function locateSystemBinaries(environment: NodeJS.ProcessEnv = process.env): Located {
  const found = [...new Set(candidateFolders(environment).filter(isServerFolder))]
    .map((folder) => ({ folder, version: majorVersion(folder) }))
    .filter(({ version }) => version >= oldestVersion)
    .sort((a, b) => b.version - a.version)[0];
  if (found === undefined) {
    return { reason: `no PostgreSQL server of version ${oldestVersion} or newer is installed on this machine` };
  }
  const { size, mtimeMs } = statSync(join(found.folder, 'postgres'));
  return { found: { folder: found.folder, identity: `${found.folder} ${size} ${mtimeMs}` } };
}

function candidateFolders(environment: NodeJS.ProcessEnv): string[] {
  const onPath = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  return [...globSync(usualFolders), ...configuredFolder(), ...onPath];
}

function configuredFolder(): string[] {
  try {
    return [execFileSync('pg_config', ['--bindir'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()];
  } catch {
    return [];
  }
}

/** Some machines have a script of that name on the PATH, which would run as another user or not at all: those are passed over. */
function isServerFolder(folder: string): boolean {
  return ['postgres', 'initdb'].every((name) => isProgram(join(folder, name)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    const file = openSync(realpathSync(path), 'r');
    const start = Buffer.alloc(2);
    readSync(file, start);
    closeSync(file);
    return start.toString() !== '#!';
  } catch {
    return false;
  }
}

function majorVersion(folder: string): number {
  try {
    const text = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
    return Number(/(\d+)/.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
