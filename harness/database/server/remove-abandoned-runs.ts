import { execFile } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { runFolderParents, runFolderPrefix } from './run-folder.ts';
import type { ServerUser } from './server-user.ts';

const abandonedAfterMs = 60 * 60 * 1000;

/** Removes folders of servers whose supervisor was killed too: an hour old, of the server's user, and nobody answers in them. */
export async function removeAbandonedRuns(user: ServerUser | undefined, now: number = Date.now()): Promise<void> {
  const owner = user?.uid ?? process.geteuid?.();
  for (const folder of runFolderParents().flatMap(runFoldersIn)) {
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (stat === undefined || stat.uid !== owner || now - stat.mtimeMs < abandonedAfterMs) continue;
    if (await answers(join(folder, '.s.PGSQL.5432'))) continue;
    // As the server's user: what another process of that user put there must not lead root astray.
    const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
    await promisify(execFile)('/bin/rm', ['-rf', folder], { cwd: '/', ...identity }).catch(() => undefined);
  }
}

function runFoldersIn(parent: string): string[] {
  try {
    return readdirSync(parent)
      .filter((name) => name.startsWith(runFolderPrefix))
      .map((name) => join(parent, name));
  } catch {
    return [];
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
