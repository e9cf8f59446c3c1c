import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Where a real Redis is to be had: an address that was given, or a program to start. */
export type RedisSource = { readonly url: string } | { readonly program: string };

/**
 * `REDIS_URL` (with user, password and database), else a `redis-server` on the path; else the reason why there is none that can be used.
 * TLS is not supported: the kit leads the connections of what is tested over a line of its own.
 */
export async function findRedis(environment: NodeJS.ProcessEnv = process.env): Promise<RedisSource | string> {
  const url = environment['REDIS_URL'];
  if (url !== undefined && url !== '') return lackOf(url) ?? { url };
  for (const folder of (environment['PATH'] ?? '').split(delimiter)) {
    const program = join(folder, 'redis-server');
    const isThere = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return { program };
  }
  return 'there is no Redis: REDIS_URL is not set and no redis-server is on the PATH (Debian: apt-get install redis-server)';
}

/** Never shows the URL: it may hold a password. */
function lackOf(url: string): string | undefined {
  if (URL.parse(url)?.protocol === 'redis:') return undefined;
  return 'REDIS_URL cannot be used: only redis://[user:password@]host[:port][/database] is supported, without TLS, sentinels or a cluster';
}
