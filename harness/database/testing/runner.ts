import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { type ServerAddress, serverVariable } from '../server-address.ts';

/** A server that was started here has a socket. */
type LocalAddress = ServerAddress & { readonly socketFolder: string };

export interface Runner {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly address: LocalAddress;
  readonly serverPid: number;
  readonly supervisorPid: number;
}

export interface RunnerOptions {
  readonly environment?: Record<string, string>;
  /** Runs as this user; only root can do that. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** The door of the harness that it uses; default: this one. */
  readonly door?: string;
  /** The node that runs it; default: this one. */
  readonly program?: string;
}

const ownDoor = new URL('../index.ts', import.meta.url).href;

/** Another process that starts a server of its own, says where it is, and then does `afterwards`. */
export async function startRunner(
  afterwards: string,
  { environment = {}, user, door = ownDoor, program = process.execPath }: RunnerOptions = {},
): Promise<Runner> {
  const script = `
    const kit = await import(${JSON.stringify(door)});
    const server = await kit.sharedServer();
    process.stdout.write(JSON.stringify(server.address) + '\\n');
    await new Promise((go) => process.stdin.once('data', go));
    process.stdin.destroy();
    ${afterwards}
  `;
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== serverVariable));
  const child = spawn(program, ['--input-type=module', '--eval', script], {
    cwd: '/',
    env: { ...inherited, ...environment },
    ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaints += chunk));
  const line = await Promise.race([
    once(child.stdout, 'data').then(([chunk]) => String(chunk)),
    once(child, 'close').then(() =>
      Promise.reject(new Error(`The runner ended before its server was there: ${complaints}`)),
    ),
  ]);
  const address = JSON.parse(line) as LocalAddress;
  const serverPid = Number(readFileSync(join(address.socketFolder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const supervisorPid = parentOf(serverPid);
  child.stdin.write('go');
  return { process: child, address, serverPid, supervisorPid };
}

function parentOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
