/** JSON as stored in `tenants.settings`. */
export type TenantSettings = Readonly<Record<string, unknown>>;

/** What a request knows of its tenant; frozen to the bottom, because all requests of the tenant share it. */
export interface TenantContext {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly domain: string | null;
  readonly settings: TenantSettings;
  readonly defaultLocale: string;
  readonly isActive: boolean;
}

/** Freezes a tenant and everything in it. */
export function freezeTenant(tenant: TenantContext): TenantContext {
  return deepFreeze(tenant);
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}
