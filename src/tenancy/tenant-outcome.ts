import { z } from 'zod';
import { ForbiddenError, NotFoundError } from '../errors/index.ts';
import { type TenantContext, freezeTenant } from './tenant-context.ts';
import type { TenantIdentifier } from './identifier.ts';

const tenantSchema = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  domain: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()),
  defaultLocale: z.string(),
  isActive: z.boolean(),
});

/** What a look-up came to, the tenant or its absence: the value that callers share and that is cached. */
export class TenantOutcome {
  readonly tenant: TenantContext | null;
  readonly #served: Promise<TenantContext> | undefined;

  constructor(tenant: TenantContext | null) {
    this.tenant = tenant === null ? null : freezeTenant(tenant);
    if (this.tenant?.isActive === true) this.#served = Promise.resolve(this.tenant);
  }

  get isFound(): boolean {
    return this.#served !== undefined;
  }

  /** The active tenant; rejects with 404 for an unknown and with 403 for an inactive one. */
  serve(identifier: TenantIdentifier): Promise<TenantContext> {
    return this.#served ?? Promise.reject(this.#refusal(identifier));
  }

  #refusal(identifier: TenantIdentifier): Error {
    const named = `the ${identifier.kind} ${identifier.value}`;
    if (this.tenant === null) return new NotFoundError(`No tenant has ${named}`, { code: 'TENANT_NOT_FOUND' });
    return new ForbiddenError(`The tenant of ${named} is not active`, { code: 'TENANT_INACTIVE' });
  }

  /** Reads what a cache gave back for `identifier`; undefined when it is not an outcome of that look-up. */
  static read(cached: unknown, identifier: TenantIdentifier): TenantOutcome | undefined {
    if (cached instanceof TenantOutcome) return cached;
    if (typeof cached !== 'object' || cached === null || !('tenant' in cached)) return undefined;
    if (cached.tenant === null) return new TenantOutcome(null);
    const tenant = tenantSchema.safeParse(cached.tenant);
    if (!tenant.success || !isNamed(tenant.data, identifier)) return undefined;
    return new TenantOutcome(tenant.data);
  }
}

function isNamed(tenant: TenantContext, { kind, value }: TenantIdentifier): boolean {
  return { uuid: tenant.id, slug: tenant.slug, host: tenant.domain }[kind] === value;
}
