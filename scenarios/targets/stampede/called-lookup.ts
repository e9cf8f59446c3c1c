import { type Database, translateDatabaseError } from '../../../src/database/index.ts';
import {
  DeadlineError,
  DependencyError,
  ForbiddenError,
  NotFoundError,
  ValidationError,
} from '../../../src/errors/index.ts';
import type { TenantIdentifier } from '../../../src/tenancy/index.ts';
import type { CalledTenantLookup, TenantAnswer, TenantQuestion } from '../../contract/index.ts';
import { type RunningLookup, startLookup } from './running-lookup.ts';
import type { LookupMistake } from './lookup-parts.ts';

const kinds = { id: 'uuid', slug: 'slug', host: 'host' } as const satisfies Record<
  TenantQuestion['by'],
  TenantIdentifier['kind']
>;

/** The look-up in this process, without an application before it. */
export function calledLookup(database: Database, mistake: LookupMistake): CalledTenantLookup {
  const lookup = startLookup(database, mistake);
  return {
    ask: (question, signal) => ask(lookup, question, signal),
    entered: async () => lookup.entered(),
    invalidate: async (tenant) => lookup.invalidate(tenant),
    advanceClock: async (byMs) => lookup.advanceClock(byMs),
  };
}

async function ask(
  { resolver }: RunningLookup,
  { by, value }: TenantQuestion,
  signal: AbortSignal,
): Promise<TenantAnswer> {
  try {
    return { status: 200, body: JSON.stringify(await resolver.resolve({ kind: kinds[by], value }, { signal })) };
  } catch (error) {
    return { status: statusOf(translateDatabaseError(error, 0)), body: String(error) };
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
