import { chmodSync, lchownSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerUser } from '../server/server-user.ts';

/**
 * Makes what the server's user built the property of root, readable for that user and no longer writable:
 * another process of the same unprivileged user must not plant anything in it. An ordinary user built it itself.
 */
export function handToCacheOwner(path: string, user: ServerUser | undefined): void {
  if (user === undefined) return;
  lchownSync(path, 0, 0);
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  const executable = stat.isDirectory() || (stat.mode & 0o100) !== 0;
  chmodSync(path, executable ? 0o755 : 0o644);
  if (!stat.isDirectory()) return;
  for (const name of readdirSync(path)) handToCacheOwner(join(path, name), user);
}
