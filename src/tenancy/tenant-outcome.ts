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
  /** On the clock that cache entries expire by: where one is kept past its time, this is when that ended … */
  staleAt = Number.POSITIVE_INFINITY;
  /** … and until when nobody tries to renew it. */
  retryAt = 0;
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

  /** Reads what another instance wrote; undefined when it is not an outcome of that look-up. */
  static parse(text: string, identifier: TenantIdentifier): TenantOutcome | undefined {
    try {
      const { tenant } = JSON.parse(text) as { tenant?: unknown };
      return TenantOutcome.read({ tenant }, identifier);
    } catch {
      return undefined;
    }
  }

  /** Reads what a cache gave back for `identifier`; undefined when it is not an outcome of that look-up. */
  static read(cached: unknown, identifier: TenantIdentifier): TenantOutcome | undefined {
    if (cached instanceof TenantOutcome) return cached;
    if (typeof cached !== 'object' || cached === null || !('tenant' in cached)) return undefined;
    if (cached.tenant === null) return new TenantOutcome(null);
    const tenant = tenantSchema.safeParse(cached.tenant);
    if (!tenant.success || !isNamed(tenant.data, identifier)) return undefined;
    const outcome = new TenantOutcome(tenant.data);
    if ('staleAt' in cached && typeof cached.staleAt === 'number') outcome.staleAt = cached.staleAt;
    return outcome;
  }
}

function isNamed(tenant: TenantContext, { kind, value }: TenantIdentifier): boolean {
  return { uuid: tenant.id, slug: tenant.slug, host: tenant.domain }[kind] === value;
}
