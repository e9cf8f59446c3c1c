import type { TenantIdentifier } from './identifier.ts';
import type { TenantContext } from './tenant-context.ts';

/** Fetches a tenant, active or not, from where tenants live; null when there is none. The signal tells that nobody waits any more. */
export interface TenantLoader {
  load(identifier: TenantIdentifier, signal: AbortSignal): Promise<TenantContext | null>;
}
