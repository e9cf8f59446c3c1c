import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ServerUser } from './server-user.ts';

const enter = 0o1;
const write = 0o2;

/** True when `user` may enter `folder` and everything above it, by mode bits. */
export function canEnter(folder: string, user: ServerUser): boolean {
  for (let path = folder; ; path = dirname(path)) {
    if (!allows(path, user, enter)) return false;
    if (path === dirname(path)) return true;
  }
}

export function canWrite(folder: string, user: ServerUser): boolean {
  return allows(folder, user, write);
}

function allows(path: string, user: ServerUser, bit: number): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return (mode & (bit << shift)) !== 0;
}
