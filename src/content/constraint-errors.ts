import { violatedConstraint } from '../database/index.ts';
import { ConflictError, NotFoundError, ValidationError } from '../errors/index.ts';

/** What each constraint of the content tables means to the caller. */
const meanings: Readonly<Record<string, (tenantId: string, cause: unknown) => Error>> = {
  uq_node_translations_live_slug: (_, cause) =>
    new ConflictError('DUPLICATE_SLUG', 'Another node has this slug in this locale: choose another slug', { cause }),
  fk_nodes_author: (_, cause) =>
    new ValidationError('node', [{ path: 'authorId', message: 'names no user of this tenant' }], { cause }),
  fk_nodes_tenant: noTenant,
  fk_idempotency_keys_tenant: noTenant,
};

/** The error that a violated constraint means; any other error as it is. */
export function explainViolation(error: unknown, tenantId: string): unknown {
  const constraint = violatedConstraint(error);
  const meaning = constraint === undefined ? undefined : meanings[constraint];
  return meaning === undefined ? error : meaning(tenantId, error);
}

function noTenant(tenantId: string, cause: unknown): Error {
  return new NotFoundError(`There is no tenant ${tenantId}`, { cause });
}
