import type { TenantIdentifier } from './identifier.ts';

/** The key of one look-up: `tenant:v1:{uuid|slug|host}:{value}`. */
export function cacheKey({ kind, value }: TenantIdentifier): string {
  return `tenant:v1:${kind}:${value}`;
}

/** What names a tenant. */
export interface TenantNames {
  readonly id: string;
  readonly slug: string;
  readonly domain: string | null;
}

/** The keys under which one tenant can be cached: by id, by slug and, when it has one, by host. */
export function cacheKeysOf({ id, slug, domain }: TenantNames): string[] {
  const keys = [cacheKey({ kind: 'uuid', value: id.toLowerCase() }), cacheKey({ kind: 'slug', value: slug })];
  if (domain !== null) keys.push(cacheKey({ kind: 'host', value: domain.toLowerCase() }));
  return keys;
}
