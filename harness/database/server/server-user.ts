import { readFileSync } from 'node:fs';
import { DependencyError } from '../../../src/errors/index.ts';

/** The unprivileged user that runs the server when the runner is root, since PostgreSQL refuses to run as root. */
export interface ServerUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const preferred = ['nobody', 'postgres', 'daemon'];

/** Undefined when the runner is an ordinary user: the server then runs as that user. */
export function serverUser(): ServerUser | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid = '', gid = '']) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }))
    .filter(({ name, uid }) => name !== '' && uid !== 0);
  const found = preferred.map((wanted) => users.find(({ name }) => name === wanted)).find(Boolean) ?? users[0];
  if (found !== undefined) return found;
  throw new DependencyError(
    'PostgreSQL refuses to run as root and /etc/passwd names no other user. Add one, for example: useradd nobody',
    { code: 'ENGINE_UNAVAILABLE' },
  );
}
