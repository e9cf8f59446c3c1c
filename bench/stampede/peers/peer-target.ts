import type { Target } from '../../../scenarios/index.ts';
import { stampedeTarget } from '../../../scenarios/targets/stampede/index.ts';
import { ForbiddenError, NotFoundError } from '../../../src/errors/index.ts';
import type {
  Caller,
  TenantContext,
  TenantIdentifier,
  TenantLoader,
  TenantNames,
  TenantResolver,
} from '../../../src/tenancy/index.ts';
import type { LookUp, Subject } from '../subjects/index.ts';

const ttlMs = 300_000;
const capacity = 10_000;

/** A library in the place of the reference's resolver, for suite STAMPEDE: asked by calls in this process. */
export function peerTarget(subject: Subject): Target {
  const target = stampedeTarget(subject.name, { resolver: ({ loader }) => resolverOf(subject, loader) });
  return {
    name: target.name,
    open: target.open,
    capabilities: new Set([
      'concurrency',
      'tenant-lookup',
      'inactive-tenants',
      'tenant-invalidation',
      'loader-access',
      'tenant-lookup-wire',
    ]),
  };
}

function resolverOf(subject: Subject, loader: TenantLoader): TenantResolver {
  const opening = subject.open({ loader, ttlMs, capacity });
  return {
    resolve: async (identifier, caller) => await resolve(await opening, identifier, caller),
    invalidate: (...tenants) => {
      // As an application would: what is said is not awaited.
      void opening.then((lookUp) => drop(lookUp, tenants));
    },
    stats: () => ({ entered: 0, hits: 0, loads: 0, shared: 0, stale: 0, cacheFailures: 0, corruptEntries: 0 }),
  };
}

async function resolve(lookUp: LookUp, identifier: TenantIdentifier, caller?: Caller): Promise<TenantContext> {
  const entry = await lookUp.get(identifier, caller?.signal);
  const named = `the ${identifier.kind} ${identifier.value}`;
  if (entry === null || (typeof entry === 'object' && 'absent' in entry))
    throw new NotFoundError(`No tenant has ${named}`, { code: 'TENANT_NOT_FOUND' });
  if (entry?.isActive === false)
    throw new ForbiddenError(`The tenant of ${named} is not active`, { code: 'TENANT_INACTIVE' });
  return entry as TenantContext;
}

async function drop(lookUp: LookUp, tenants: readonly TenantNames[]): Promise<void> {
  for (const { id, slug, domain } of tenants) {
    await lookUp.drop({ kind: 'uuid', value: id.toLowerCase() });
    await lookUp.drop({ kind: 'slug', value: slug });
    if (domain !== null) await lookUp.drop({ kind: 'host', value: domain.toLowerCase() });
  }
}
