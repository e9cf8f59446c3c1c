import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { WireProxyOptions } from '../harness/wire/index.ts';
import { UsageError } from './usage-error.ts';

/** What was said of where clients connect. */
interface ListeningPlace {
  readonly listen?: string | undefined;
  readonly socket?: string | undefined;
}

/** What was said of the certificate that clients see. */
interface Identity {
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

/** What was said of the server. */
interface UpstreamPlace {
  readonly upstream?: string | undefined;
  readonly 'upstream-tls'?: string | undefined;
  readonly 'upstream-ca'?: string | undefined;
}

const highestPort = 65_535;

/** Where the proxy listens: a free port of 127.0.0.1 unless told otherwise; a `UsageError` says how a place is written. */
export function listenOf({ listen, socket }: ListeningPlace): NonNullable<WireProxyOptions['listen']> {
  if (listen !== undefined && socket !== undefined) throw new UsageError('--listen and --socket exclude each other');
  if (socket === undefined) return addressOf(listen ?? '127.0.0.1:0');
  const [, folder = socket, port] = /^(.+):(\d+)$/.exec(socket) ?? [];
  const socketDirectory = resolve(folder);
  if (port === undefined) return { socketDirectory };
  if (Number(port) >= 1 && Number(port) <= highestPort) return { socketDirectory, port: Number(port) };
  throw new UsageError(`--socket must be a folder, or folder:port, such as /tmp:6432, not ${socket}`);
}

function addressOf(text: string): { host: string; port: number } {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined && Number(port) <= highestPort)
    return { host: host.replaceAll(/^\[|\]$/g, ''), port: Number(port) };
  throw new UsageError(`--listen must be host:port, such as 127.0.0.1:6432, not ${text}`);
}

/** TLS with clients, or none; a `UsageError` when half of it is missing. */
export function identityOf({ certificate, key }: Identity): Pick<WireProxyOptions, 'tls'> {
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined)
    throw new UsageError('--certificate and --key go together: TLS with clients needs both');
  return { tls: { cert: contentOf('--certificate', certificate), key: contentOf('--key', key) } };
}

/** The server and how to speak with it; a `UsageError` when its URL asks for what would not be done. */
export function upstreamOf(given: UpstreamPlace): Pick<WireProxyOptions, 'upstream' | 'upstreamTls'> {
  const { upstream, 'upstream-tls': tls, 'upstream-ca': authority } = given;
  if (upstream === undefined || !/^postgres(?:ql)?:\/\//.test(upstream))
    throw new UsageError('--upstream must be the URL of a PostgreSQL server: postgres://user@host:5432/database');
  if (authority !== undefined && tls !== 'verify')
    throw new UsageError('--upstream-ca goes with --upstream-tls verify');
  if (tls === 'require') return { upstream, upstreamTls: { rejectUnauthorized: false } };
  if (tls === 'verify')
    return { upstream, upstreamTls: authority === undefined ? {} : { ca: contentOf('--upstream-ca', authority) } };
  if (tls !== undefined) throw new UsageError(`--upstream-tls must be require or verify, not ${tls}`);
  const asked = tlsAskedFor(upstream);
  if (asked === undefined) return { upstream };
  throw new UsageError(
    `--upstream asks for TLS with ${asked}, of which the proxy reads host and port alone; add --upstream-tls require or verify`,
  );
}

const plainModes = new Set(['disable', 'allow', 'prefer']);

/** What in the URL would have a client insist on TLS. */
function tlsAskedFor(url: string): string | undefined {
  const parameters = new URLSearchParams(url.split('?')[1]);
  const [mode, ssl, negotiation] = ['sslmode', 'ssl', 'sslnegotiation'].map((name) => parameters.get(name));
  if (typeof mode === 'string' && !plainModes.has(mode)) return `sslmode=${mode}`;
  if (ssl === 'true' || ssl === '1') return `ssl=${ssl}`;
  return negotiation === 'direct' ? 'sslnegotiation=direct' : undefined;
}

function contentOf(option: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${option} cannot be read: ${reason}`, { cause });
  }
}
