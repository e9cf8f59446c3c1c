import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

/** Waits for one line before it becomes the command: until then, the end of the runner is its own end. */
const gate = 'read -r go <&3 && exec "$@" 3<&-';

/** Waits for the end of its input, which the kernel brings about whatever way the runner goes, and then ends the group. */
const guard = 'while read -r line; do :; done; kill -s KILL -- "-$1"';

/** A command in a process group of its own, which does not outlive this process. */
export interface Guarded {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** Ends the guard; call it when the group is gone. */
  dismiss(): void;
}

/** Starts a command, guarded by a second process that kills its group when this one is gone, however it went. */
export function spawnGuarded(
  command: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Guarded {
  const child = spawn('/bin/sh', ['-c', gate, 'rustok-testkit', ...command], {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const watcher = spawn('/bin/sh', ['-c', guard, 'rustok-testkit', String(child.pid ?? '')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.on('error', () => undefined);
  watcher.stdin.on('error', () => undefined);
  watcher.unref();
  const go = child.stdio[3] as Writable;
  go.on('error', () => undefined);
  go.end('\n');
  return { child: child as unknown as Guarded['child'], dismiss: () => void watcher.kill('SIGKILL') };
}
