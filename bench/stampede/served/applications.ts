import type { FastifyInstance, FastifyReply } from 'fastify';
import type { TenantContext } from '../../../src/index.ts';
import type { LookUp } from '../subjects/index.ts';
import { fastify } from './fastify.ts';

const route = '/api/tenant';

/** The framework alone: the same route and body, and nobody is looked up. */
export async function bareApplication(tenant: TenantContext): Promise<FastifyInstance> {
  const server = fastify();
  server.get(route, async () => bodyOf(tenant));
  await server.ready();
  return server;
}

/**
 * The same with a look-up awaited before the route, as the reference's application does it; but that one passes the deadline and the
 * signal of the request on, which not every library takes. A hit reads neither.
 */
export async function lookUpApplication(lookUp: LookUp): Promise<FastifyInstance> {
  const server = fastify();
  server.decorateRequest('tenant', null);
  server.addHook('onRequest', async (request, reply) => {
    const entry = await lookUp.get({ kind: 'slug', value: String(request.headers['x-tenant-id']) });
    if (entry === null || entry === undefined || 'absent' in entry) return refuse(reply, 404);
    if (!entry.isActive) return refuse(reply, 403);
    request.tenant = entry;
    return undefined;
  });
  server.get(route, async ({ tenant }) => (tenant === null ? {} : bodyOf(tenant)));
  server.setErrorHandler((error, _request, reply) => refuse(reply, statusOf(error)));
  await server.ready();
  return server;
}

function bodyOf({ id, slug, name, defaultLocale }: TenantContext) {
  return { id, slug, name, defaultLocale };
}

function refuse(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).send({ status });
}

/** Whatever a library makes of a failed query, it is the database's. */
function statusOf(error: unknown): number {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'TENANT_NOT_FOUND') return 404;
  return code === 'TENANT_INACTIVE' ? 403 : 503;
}
