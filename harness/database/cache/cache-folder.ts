import { lstatSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { DependencyError } from '../../../src/errors/index.ts';
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
  const asked = environment['RUSTOK_TESTKIT_CACHE'];
  if (asked === undefined || asked === '') return candidates(environment).find((folder) => isSafe(folder, user));
  if (isAbsolute(asked) && isSafe(asked, user)) return asked;
  throw new DependencyError(
    `RUSTOK_TESTKIT_CACHE names ${asked}, which is no safe cache: it must be an absolute path to a folder of this user that nobody else can write to${user === undefined ? '' : ` and that ${user.name} can enter`}.`,
    { code: 'CACHE_UNUSABLE' },
  );
}

function candidates(environment: NodeJS.ProcessEnv): string[] {
  const uid = process.geteuid?.() ?? 0;
  const own = uid === 0 ? '/var/cache' : join(homeFolder(environment), '.cache');
  return [environment['XDG_CACHE_HOME'] ?? '', own]
    .filter((parent) => isAbsolute(parent))
    .map((parent) => join(parent, folderName))
    .concat(join('/var/tmp', `${folderName}-${uid}`));
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
