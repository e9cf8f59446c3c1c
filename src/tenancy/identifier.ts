import { ValidationError } from '../errors/index.ts';

/** How a request names its tenant. */
export interface TenantIdentifier {
  readonly kind: 'uuid' | 'slug' | 'host';
  readonly value: string;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const slugPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;
const labelPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** True for the textual form of a uuid, in either case. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** True for what may be a tenant's slug: `^[a-z0-9][a-z0-9-]{0,62}$`. */
export function isTenantSlug(text: string): boolean {
  return slugPattern.test(text);
}

/** True for a lower-case host name of at most 253 characters with labels of 1–63. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && text.split('.').every((label) => labelPattern.test(label));
}

/** The identifier in a header: a uuid names the id, anything else the slug. */
export function identifierFromText(text: string | undefined, source: string): TenantIdentifier {
  if (text === undefined || text === '') throw missingIdentifier(source);
  if (isUuid(text)) return { kind: 'uuid', value: text.toLowerCase() };
  if (isTenantSlug(text)) return { kind: 'slug', value: text };
  throw malformedIdentifier(source, 'must be a uuid or a slug of 1–63 characters a-z, 0-9 and -');
}

/** The identifier in a host: the whole name, lower-cased and without its port. */
export function identifierFromHost(host: string | undefined, source: string): TenantIdentifier {
  return { kind: 'host', value: hostName(host, source) };
}

/** The identifier in the one label before `.baseDomain`. */
export function identifierFromSubdomain(
  host: string | undefined,
  baseDomain: string,
  source: string,
): TenantIdentifier {
  const name = hostName(host, source);
  if (name === baseDomain) throw missingIdentifier(source);
  const slug = name.endsWith(`.${baseDomain}`) ? name.slice(0, -baseDomain.length - 1) : '';
  if (!isTenantSlug(slug)) throw malformedIdentifier(source, `must be <tenant>.${baseDomain}`);
  return { kind: 'slug', value: slug };
}

function hostName(host: string | undefined, source: string): string {
  if (host === undefined || host === '') throw missingIdentifier(source);
  const name = host
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
  if (!isHostName(name)) throw malformedIdentifier(source, 'must be a host name');
  return name;
}

function missingIdentifier(source: string): ValidationError {
  return new ValidationError('Tenant identifier', [{ path: source, message: 'is missing' }], {
    code: 'TENANT_IDENTIFIER_MISSING',
  });
}

function malformedIdentifier(source: string, message: string): ValidationError {
  return new ValidationError('Tenant identifier', [{ path: source, message }], { code: 'TENANT_IDENTIFIER_MALFORMED' });
}
