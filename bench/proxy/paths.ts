import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../../harness/database/index.ts';
import { startProxyProcess } from '../../harness/wire/index.ts';

/** One way to the same server. */
export interface Path extends AsyncDisposable {
  readonly name: 'direct' | 'pgbouncer' | 'proxy';
  readonly url: string;
}

/** The server itself. */
export function direct(url: string): Path {
  return { name: 'direct', url, [Symbol.asyncDispose]: () => Promise.resolve() };
}

/** The proxy, in a process of its own. */
export async function throughProxy(url: string): Promise<Path> {
  const proxy = await startProxyProcess({ upstream: url, keepStatements: 1000 });
  return { name: 'proxy', url: proxy.urlFor(url), [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() };
}

/** pgbouncer in session mode; undefined where it is not installed. */
export async function throughPgbouncer(url: string): Promise<Path | undefined> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const folder = await mkdtemp(join(tmpdir(), 'pgbouncer-'));
  const own = await freePort();
  const configuration = [
    '[databases]',
    `${pathname.slice(1)} = host=${hostname} port=${port} user=${decodeURIComponent(username)} password=${decodeURIComponent(password)}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${own}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = session',
    'ignore_startup_parameters = extra_float_digits',
    'log_connections = 0',
    'log_disconnections = 0',
  ];
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, configuration.join('\n'));
  await chmod(folder, 0o755);
  // It refuses to run as root.
  const child = spawn('pgbouncer', ['-q', file], {
    stdio: 'ignore',
    ...(process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}),
  });
  const failed = new Promise<'failed'>((resolve) => {
    child.once('error', () => resolve('failed'));
    child.once('exit', () => resolve('failed'));
  });
  const target = new URL(url);
  target.host = `127.0.0.1:${own}`;
  const dispose = async () => {
    await stop(child);
    await rm(folder, { recursive: true });
  };
  if ((await Promise.race([failed, answers(target.href)])) === 'failed') {
    await dispose();
    return undefined;
  }
  return { name: 'pgbouncer', url: target.href, [Symbol.asyncDispose]: dispose };
}

async function answers(url: string): Promise<'answers' | 'failed'> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return 'answers';
    } catch {
      await delay(50);
    }
  }
  return 'failed';
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
