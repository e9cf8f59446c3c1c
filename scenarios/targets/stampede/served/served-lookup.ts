import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Tokens } from '../../../../src/http/index.ts';
import type { ServedTenantLookup } from '../../../contract/index.ts';
import { AskedProcess } from '../asked-process.ts';
import type { TenantRows } from '../tenant-rows.ts';
import type { ServeOrder, ServedCalls } from './order.ts';

const childPath = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js', import.meta.url),
);

/** Serves the application and offers two of its routes: one for everybody, one for an administrator with a token. */
export async function startServedLookup(
  rows: TenantRows,
  order: Omit<ServeOrder, 'tokenSecret'>,
): Promise<ServedTenantLookup & AsyncDisposable> {
  const tokenSecret = randomBytes(32).toString('hex');
  const tokens = new Tokens({ secret: tokenSecret });
  const { process: serving, greeting: address } = await AskedProcess.start<ServedCalls>(childPath, {
    ...order,
    tokenSecret,
  });
  return {
    routes: [
      {
        name: 'GET /api/tenant',
        requestFor: async ({ slug }) => ({ url: `${address}/api/tenant`, headers: { 'x-tenant-id': slug } }),
      },
      {
        name: 'GET /api/users/:id',
        requestFor: async (tenant) => {
          const userId = rows.administratorOf(tenant);
          const token = await tokens.issue({ userId, tenantId: tenant.id });
          return {
            url: `${address}/api/users/${userId}`,
            headers: { 'x-tenant-id': tenant.slug, authorization: `Bearer ${token}` },
          };
        },
      },
    ],
    entered: () => serving.call('entered'),
    arrived: () => serving.call('arrived'),
    abandoned: () => serving.call('abandoned'),
    closeGate: () => serving.call('closeGate'),
    openGate: () => serving.call('openGate'),
    invalidate: (tenant) => serving.call('invalidate', tenant),
    advanceClock: (byMs) => serving.call('advanceClock', byMs),
    [Symbol.asyncDispose]: () => serving[Symbol.asyncDispose](),
  };
}
