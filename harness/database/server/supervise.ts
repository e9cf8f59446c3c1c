import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { DependencyError, isRustokError } from '../../../src/errors/index.ts';
import { within } from '../within.ts';
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
  readonly environment?: Readonly<Record<string, string>>;
  readonly user: ServerUser | undefined;
}

type Supervisor = ChildProcessByStdio<Writable, Readable, null>;

/** Long enough to put the data of a failed test aside on a slow disk. */
const endDeadlineMs = 60_000;

/** Runs a command that ends with this process, whatever way this process ends. */
export function supervise(options: SuperviseOptions): Supervised {
  const child = spawnSupervisor(options);
  child.stdin.on('error', () => undefined);

  const ended = new Promise<Ending>((resolve) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.once('error', (error) => resolve({ exitCode: null, lastLines: error.message }));
    child.once('close', (exitCode) => resolve({ exitCode, lastLines: output.trimEnd() }));
  });

  return {
    processGroup: child.pid ?? -1,
    ended,
    unref() {
      child.unref();
      for (const stream of [child.stdin, child.stdout]) unrefHandle(stream);
    },
    async end() {
      child.ref();
      child.stdin.end();
      try {
        await within(ended, endDeadlineMs, `stopping what runs in ${options.folder}`);
      } catch (error) {
        if (isRustokError(error, 'DEADLINE_EXCEEDED')) killGroup(child.pid);
        throw error;
      }
    },
  };
}

function spawnSupervisor({ folder, command, environment, user }: SuperviseOptions): Supervisor {
  try {
    return spawn('/bin/sh', ['-c', 'eval "$SUPERVISOR"', 'rustok-testkit', folder, ...command], {
      cwd: '/',
      detached: true,
      env: {
        PATH: `/usr/bin:/bin:${process.env['PATH'] ?? ''}`,
        LC_ALL: 'C',
        TZ: 'UTC',
        ...environment,
        SUPERVISOR: supervisorScript,
      },
      stdio: ['pipe', 'pipe', 'ignore'],
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    });
  } catch (cause) {
    const who = user === undefined ? 'A shell' : `A shell as the user ${user.name}`;
    throw new DependencyError(
      `${who} could not be started: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        code: 'ENGINE_UNAVAILABLE',
        cause,
      },
    );
  }
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
