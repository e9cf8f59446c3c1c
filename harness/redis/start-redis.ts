import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { type NetConnectOpts, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RedisSource } from './find-redis.ts';

/** How a socket reaches a Redis, and what stands in a URL of it besides its address. */
export type RedisReach = NetConnectOpts & {
  /** `user:password@`, encoded as in a URL. */
  readonly userInfo?: string;
  /** `/3` */
  readonly database?: string;
};

/** A Redis that answers. */
export interface RunningRedis extends AsyncDisposable {
  readonly reach: RedisReach;
}

const startMs = 10_000;

// The shell ends the server when its standard input ends, thereby also when whoever started it was killed.
const script = `"$1" --port 0 --unixsocket "$2/redis.sock" --save '' --appendonly no --dir "$2" >/dev/null 2>&1 &
read -r _; kill -9 $!; wait; rm -rf "$2"`;

/**
 * Starts a server of one's own on a socket in a folder of its own, or takes the one that was given. Disposing kills the former; the
 * latter runs on with what it holds, whoever is to find it killed or empty.
 */
export async function startRedis(source: RedisSource): Promise<RunningRedis> {
  if ('url' in source) {
    return { reach: reachOf(new URL(source.url)), [Symbol.asyncDispose]: async () => undefined };
  }
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const shell = spawn('sh', ['-c', script, 'sh', source.program, folder], { stdio: ['pipe', 'ignore', 'ignore'] });
  const exited = once(shell, 'exit');
  const stop = async (): Promise<void> => {
    shell.stdin.end();
    await exited;
  };
  const reach = { path: join(folder, 'redis.sock') };
  try {
    await untilItAnswers(reach);
  } catch (error) {
    await stop();
    throw error;
  }
  return { reach, [Symbol.asyncDispose]: stop };
}

function reachOf({ hostname, port, username, password, pathname }: URL): RedisReach {
  const userInfo = username === '' && password === '' ? '' : `${username}:${password}@`;
  return {
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: Number(port || 6379),
    userInfo,
    database: pathname.replace(/^\/$/, ''),
  };
}

async function untilItAnswers(reach: NetConnectOpts): Promise<void> {
  const giveUpAt = performance.now() + startMs;
  while (!(await answers(reach))) {
    if (performance.now() > giveUpAt) throw new Error(`redis-server did not answer within ${startMs} ms`);
    await pause(3);
  }
}

function answers(reach: NetConnectOpts): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(reach, () => socket.write('PING\r\n'));
    socket.once('data', (bytes) => {
      resolve(bytes.toString().startsWith('+PONG') || bytes.toString().startsWith('-NOAUTH'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
