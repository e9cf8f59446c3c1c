import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { QueryTypes } from '../database/index.ts';
import { ConflictError } from '../errors/index.ts';
import type { NodeResponse } from './node-response.ts';
import type { NodeWork } from './operation.ts';

// A concurrent call of the same key waits here until the first one's transaction ends.
const claim = `INSERT INTO idempotency_keys AS stored (tenant_id, key, request_hash, response, created_at)
  VALUES ($1, $2, $3, $4::jsonb, $5)
  ON CONFLICT (tenant_id, key) DO UPDATE SET key = stored.key
  RETURNING request_hash AS "requestHash", response`;

/**
 * Claims the key for this response, or returns the response of the call that claimed it before.
 * A key that stands for another request is an `IDEMPOTENCY_KEY_REUSED` conflict.
 */
export async function claimKey(
  { database, transaction, context }: NodeWork,
  key: string,
  request: object,
  response: NodeResponse,
): Promise<NodeResponse> {
  const requestHash = hashOf(request);
  const [stored] = await database.sequelize.query<{ requestHash: string; response: NodeResponse }>(claim, {
    bind: [context.tenantId, key, requestHash, JSON.stringify(response), response.createdAt],
    type: QueryTypes.SELECT,
    transaction,
  });
  if (stored?.requestHash === requestHash) return stored.response;
  throw new ConflictError(
    'IDEMPOTENCY_KEY_REUSED',
    'This idempotency key stands for another request: use a new key for a new request',
  );
}

/** Equal for requests that mean the same, whatever the order of their keys. */
function hashOf(request: object): string {
  return createHash('sha256')
    .update(canonicalize(request) ?? '')
    .digest('hex');
}
