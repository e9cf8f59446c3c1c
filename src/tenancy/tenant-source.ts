import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { checkConfiguration, objectWith } from '../configuration/index.ts';
import {
  type TenantIdentifier,
  identifierFromHost,
  identifierFromSubdomain,
  identifierFromText,
  isHostName,
} from './identifier.ts';

/** Where a request names its tenant. `trustedProxies` are addresses or CIDR ranges whose `X-Forwarded-Host` counts. */
export type TenantSource =
  | { readonly mode: 'header'; readonly header?: string }
  | { readonly mode: 'host'; readonly trustedProxies?: readonly string[] }
  | { readonly mode: 'subdomain'; readonly baseDomain: string; readonly trustedProxies?: readonly string[] };

/** The parts of a request that can name a tenant. */
export interface RequestOrigin {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly remoteAddress?: string | undefined;
}

const trustedProxies = z
  .array(
    z.custom<string>(
      (entry) => typeof entry === 'string' && subnetOf(entry) !== undefined,
      'must be an address or a CIDR range',
    ),
    'must be a list of addresses and CIDR ranges',
  )
  .optional();

/** What `tenantIdentification` takes. */
export const tenantSourceSchema = z.discriminatedUnion(
  'mode',
  [
    objectWith({
      mode: z.literal('header'),
      header: z.custom<string>(isHeaderName, 'must be the name of a header').optional(),
    }),
    objectWith({ mode: z.literal('host'), trustedProxies }),
    objectWith({
      mode: z.literal('subdomain'),
      baseDomain: z.custom<string>(
        (name) => typeof name === 'string' && isHostName(name.toLowerCase()),
        'must be a host name',
      ),
      trustedProxies,
    }),
  ],
  'must have one of the modes header, host, subdomain',
);

/** Prepares the reading of identifiers; the function throws a `ValidationError` for a missing or malformed one. There is no default tenant. */
export function tenantIdentification(source: TenantSource): (request: RequestOrigin) => TenantIdentifier {
  checkConfiguration(tenantSourceSchema, 'The tenant source', source);
  if (source.mode === 'header') {
    const header = source.header ?? 'X-Tenant-ID';
    const name = header.toLowerCase();
    return ({ headers }) => identifierFromText(single(headers[name]), header);
  }
  const hostOf = hostBehind(source.trustedProxies ?? []);
  if (source.mode === 'host') return (request) => identifierFromHost(hostOf(request), 'Host');
  const baseDomain = source.baseDomain.toLowerCase();
  return (request) => identifierFromSubdomain(hostOf(request), baseDomain, 'Host');
}

function hostBehind(trustedProxies: readonly string[]): (request: RequestOrigin) => string | undefined {
  const trusted = addressList(trustedProxies);
  return ({ headers, remoteAddress }) => {
    const forwarded = single(headers['x-forwarded-host']);
    if (forwarded === undefined || !isTrusted(trusted, remoteAddress)) return single(headers['host']);
    // The last entry is the one that our own proxy wrote; those before it come from whoever asked the proxy.
    return forwarded.slice(forwarded.lastIndexOf(',') + 1).trim();
  };
}

function isTrusted(trusted: BlockList, address: string | undefined): boolean {
  const family = isIP(address ?? '');
  return address !== undefined && family !== 0 && trusted.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

function addressList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const subnet = subnetOf(entry);
    if (subnet !== undefined) list.addSubnet(...subnet);
  }
  return list;
}

/** An address is a range of one. */
function subnetOf(entry: string): [address: string, bits: number, family: 'ipv4' | 'ipv6'] | undefined {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const family = isIP(address);
  const longest = family === 4 ? 32 : 128;
  const bits = prefix === undefined ? longest : Number(prefix);
  return family === 0 || bits > longest ? undefined : [address, bits, family === 4 ? 'ipv4' : 'ipv6'];
}

/** A token of RFC 9110. */
function isHeaderName(name: unknown): boolean {
  return typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name);
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
