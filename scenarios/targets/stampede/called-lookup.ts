import { type Database, translateDatabaseError } from '../../../src/database/index.ts';
import {
  DeadlineError,
  DependencyError,
  ForbiddenError,
  NotFoundError,
  ValidationError,
} from '../../../src/errors/index.ts';
import type { Caller, TenantIdentifier } from '../../../src/tenancy/index.ts';
import type { CalledTenantLookup, LookupOptions, TenantAnswer, TenantQuestion } from '../../contract/index.ts';
import { type RunningLookup, startLookup } from './running-lookup.ts';
import type { LookupMistake } from './lookup-parts.ts';

const kinds = { id: 'uuid', slug: 'slug', host: 'host' } as const satisfies Record<
  TenantQuestion['by'],
  TenantIdentifier['kind']
>;

/** The look-up in this process, without an application before it. */
export function calledLookup(database: Database, mistake: LookupMistake, options?: LookupOptions): CalledTenantLookup {
  return callable(startLookup(database, mistake, options));
}

/** Offers a running look-up to the scenarios. */
export function callable(lookup: RunningLookup): CalledTenantLookup {
  return {
    ask: (question, signal, options) => ask(lookup, question, { signal, ...options }),
    spoil: (question) => spoil(lookup, question),
    cache: lookup.cache,
    loader: lookup.loader,
    entered: async () => lookup.entered(),
    invalidate: async (tenant) => lookup.invalidate(tenant),
    advanceClock: async (byMs) => lookup.advanceClock(byMs),
  };
}

function identifierOf({ by, value }: TenantQuestion): TenantIdentifier {
  return { kind: kinds[by], value };
}

async function ask({ resolver }: RunningLookup, question: TenantQuestion, caller: Caller): Promise<TenantAnswer> {
  try {
    return { status: 200, body: JSON.stringify(await resolver.resolve(identifierOf(question), caller)) };
  } catch (error) {
    return { status: statusOf(translateDatabaseError(error, 0)), body: String(error) };
  }
}

async function spoil({ resolver }: RunningLookup, question: TenantQuestion): Promise<void> {
  const tenant = await resolver.resolve(identifierOf(question));
  for (const changes of [{ name: 'spoilt', slug: 'spoilt', isActive: false }, { settings: { spoilt: true } }]) {
    try {
      Object.assign(tenant, changes);
    } catch {
      // It is frozen, as it should be.
    }
  }
}

/** The specification's table. */
function statusOf(error: unknown): number {
  if (error instanceof ValidationError) return 400;
  if (error instanceof ForbiddenError) return 403;
  if (error instanceof NotFoundError) return 404;
  if (error instanceof DependencyError) return 503;
  return error instanceof DeadlineError ? 504 : 500;
}
