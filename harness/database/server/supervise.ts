import { spawn } from 'node:child_process';
import { DeadlineError } from '../../../src/errors/index.ts';
import { supervisorScript } from './supervisor-script.ts';
import type { ServerUser } from './server-user.ts';

export interface Supervised {
  /** Process group of the supervisor and of what it runs. */
  readonly processGroup: number;
  /** Settles when the command has ended and its folder is gone; with the last lines of its log. */
  readonly ended: Promise<Ending>;
  /** Lets this process end while the command runs; the command ends after it. */
  unref(): void;
  /** Ends the command and waits until its folder is gone. */
  end(): Promise<void>;
}

export interface Ending {
  readonly exitCode: number | null;
  readonly lastLines: string;
}

export interface SuperviseOptions {
  /** Made by the supervisor, must not exist; removed at the end. */
  readonly folder: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: ServerUser | undefined;
}

const endDeadlineMs = 20_000;

/** Runs a command that ends with this process, whatever way this process ends. */
export function supervise({ folder, command, environment, user }: SuperviseOptions): Supervised {
  const child = spawn('/bin/sh', ['-c', supervisorScript, 'rustok-testkit', folder, ...command], {
    cwd: '/',
    detached: true,
    env: { ...environment },
    stdio: ['pipe', 'pipe', 'ignore'],
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
  });
  child.stdin.on('error', () => undefined);

  const ended = new Promise<Ending>((resolve) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.once('error', (error) => resolve({ exitCode: null, lastLines: error.message }));
    child.once('close', (exitCode) => resolve({ exitCode, lastLines: output.trimEnd() }));
  });

  const end = async (): Promise<void> => {
    child.stdin.end();
    child.ref();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        killGroup(child.pid);
        reject(new DeadlineError(`stopping the server in ${folder}`, endDeadlineMs));
      }, endDeadlineMs);
    });
    await Promise.race([ended, late]).finally(() => clearTimeout(timer));
  };
  const unref = (): void => {
    child.unref();
    for (const stream of [child.stdin, child.stdout]) unrefHandle(stream);
  };
  return { processGroup: child.pid ?? -1, ended, unref, end };
}

/** Pipes to a child keep the process alive unless they are told not to; their type does not say that they are sockets. */
function unrefHandle(stream: object): void {
  if ('unref' in stream && typeof stream.unref === 'function') stream.unref();
}

function killGroup(processGroup: number | undefined): void {
  if (processGroup === undefined) return;
  try {
    process.kill(-processGroup, 'SIGKILL');
  } catch {
    // It ended in the meantime.
  }
}
