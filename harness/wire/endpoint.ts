import { join } from 'node:path';

/** Where a PostgreSQL server listens. */
export type Endpoint =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'socket'; readonly directory: string; readonly port: number };

const defaultPort = 5432;
// URL refuses credentials without a host, which is how a socket's connection string looks.
const placeholder = 'rustok-testkit.invalid';

/** Where a connection URL leads: `postgres://user@host:port/db`, or `postgres://user@/db?host=/socket/directory&port=5432`, or `postgres://user@localhost:5432/db?host=/socket/directory`. */
export function endpointOf(url: string): Endpoint {
  const parsed = parseConnectionUrl(url);
  const host = parsed.searchParams.get('host') ?? decodeURIComponent(parsed.hostname);
  const port = Number(parsed.port || parsed.searchParams.get('port') || defaultPort);
  if (host.startsWith('/')) return { kind: 'socket', directory: host, port };
  return { kind: 'tcp', host: host === placeholder || host === '' ? 'localhost' : host.replace(/^\[|\]$/g, ''), port };
}

/** The same connection URL (user, password, database, options) at another endpoint; `sslmode` goes unless the endpoint speaks TLS. */
export function urlAt(url: string, endpoint: Endpoint, speaksTls: boolean): string {
  const parsed = parseConnectionUrl(url);
  parsed.searchParams.delete('host');
  parsed.searchParams.delete('port');
  if (!speaksTls) for (const name of ['sslmode', 'ssl', 'sslnegotiation']) parsed.searchParams.delete(name);
  if (endpoint.kind === 'tcp') {
    parsed.hostname = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
    parsed.port = String(endpoint.port);
    return parsed.href;
  }
  // Beside a host is the one place that Sequelize takes a port from; the directory overrides that host for every client.
  parsed.hostname = 'localhost';
  parsed.port = String(endpoint.port);
  parsed.searchParams.set('host', endpoint.directory);
  return parsed.href.replace(parsed.search, parsed.search.replaceAll('+', '%20'));
}

/** The file of a socket endpoint. */
export function socketPath(directory: string, port: number): string {
  return join(directory, `.s.PGSQL.${port}`);
}

/** For messages: never the credentials. */
export function describeEndpoint(endpoint: Endpoint): string {
  return endpoint.kind === 'tcp' ? `${endpoint.host}:${endpoint.port}` : socketPath(endpoint.directory, endpoint.port);
}

function parseConnectionUrl(url: string): URL {
  if (!/^postgres(?:ql)?:\/\//.test(url))
    throw new TypeError('A connection URL begins with postgres:// or postgresql://');
  const authority = /^(postgres(?:ql)?:\/\/(?:[^/?@]*@)?)(?=[/?:]|$)/;
  return new URL(url.replace(authority, `$1${placeholder}`));
}
