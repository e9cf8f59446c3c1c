import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import type { ServerUser } from '../server/server-user.ts';
import { canEnter } from '../server/mode-bits.ts';

const folderName = 'rustok-testkit';

/**
 * The folder that keeps prepared clusters between runs, or undefined when this machine has no safe place for one.
 * It belongs to the runner's user and nobody else can write to it, or to the path above it: what lies in it is executed.
 */
export function findCacheFolder(
  user: ServerUser | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return candidates(environment).find((candidate) => isSafe(candidate, user));
}

function candidates(environment: NodeJS.ProcessEnv): string[] {
  const uid = process.geteuid?.() ?? 0;
  const asked = [environment['RUSTOK_TESTKIT_CACHE'], environment['XDG_CACHE_HOME']]
    .map((path, index) => (path !== undefined && index === 1 && path !== '' ? join(path, folderName) : path))
    .filter((path) => path !== undefined);
  const own = uid === 0 ? join('/var/cache', folderName) : join(homeFolder(environment), '.cache', folderName);
  return [...asked, own, join('/var/tmp', `${folderName}-${uid}`)].filter((path) => isAbsolute(path));
}

function homeFolder(environment: NodeJS.ProcessEnv): string {
  try {
    return environment['HOME'] ?? homedir();
  } catch {
    return '';
  }
}

function isSafe(folder: string, user: ServerUser | undefined): boolean {
  try {
    mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
    mkdirSync(folder, { recursive: true, mode: user === undefined ? 0o700 : 0o755 });
    return isOurs(folder) && ancestorsAreTrusted(dirname(folder)) && (user === undefined || canEnter(folder, user));
  } catch {
    return false;
  }
}

const writableByOthers = 0o022;
const sticky = 0o1000;

function isOurs(folder: string): boolean {
  const stat = lstatSync(folder);
  return stat.isDirectory() && stat.uid === process.geteuid?.() && (stat.mode & writableByOthers) === 0;
}

/** Above, root and ourselves are trusted; a folder that others can write to is one only when it is sticky, like /var/tmp. */
function ancestorsAreTrusted(folder: string): boolean {
  const stat = lstatSync(folder);
  if (stat.isSymbolicLink()) return stat.uid === 0 && ancestorsAreTrusted(dirname(folder));
  const trusted = stat.uid === 0 || stat.uid === process.geteuid?.();
  if (!trusted || ((stat.mode & 0o002) !== 0 && (stat.mode & sticky) === 0)) return false;
  return folder === dirname(folder) || ancestorsAreTrusted(dirname(folder));
}
