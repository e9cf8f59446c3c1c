import { isIPv4 } from 'node:net';
import { LoadError } from './load-error.ts';

/** Throws unless the URL is plain HTTP. */
export function requireUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'http:') throw new LoadError('LOAD_NOT_LOOPBACK', `${url} is not an http:// URL`);
  return parsed;
}

/** Throws unless the URL is plain HTTP on this machine: a stampede at somebody else's server is an attack. */
export function requireLoopback(url: string): void {
  const { hostname } = requireUrl(url);
  const isLoopback =
    hostname === 'localhost' || hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));
  if (!isLoopback)
    throw new LoadError(
      'LOAD_NOT_LOOPBACK',
      `${url} is not on this machine; load is sent to 127.0.0.1, ::1 or localhost only, unless you allow it: --allow-remote, or allowRemote: true`,
    );
}
