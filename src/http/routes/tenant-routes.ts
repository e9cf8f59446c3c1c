import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CreateTenantInput, TenantService, UpdateTenantInput } from '../../tenancy/index.ts';
import { callerOf } from '../admission.ts';
import { queryInput } from '../query-input.ts';
import { deadlineOf } from '../request-deadline.ts';
import { openInTenant, requires } from '../route-access.ts';

type ById = FastifyRequest<{ Params: { id: string } }>;

/** The resolved tenant, for everybody, and the administration of all tenants. */
export function tenantRoutes(server: FastifyInstance, tenants: TenantService): void {
  server.get('/api/tenant', { config: openInTenant }, async ({ tenant }) => ({
    id: tenant?.id,
    slug: tenant?.slug,
    name: tenant?.name,
    defaultLocale: tenant?.defaultLocale,
  }));
  server.get('/api/tenants', { config: requires('tenants:list') }, (request) =>
    tenants.list(callerOf(request), queryInput(request.query), deadlineOf(request)),
  );
  server.post('/api/tenants', { config: requires('tenants:create') }, async (request, reply) => {
    const tenant = await tenants.create(callerOf(request), request.body as CreateTenantInput, deadlineOf(request));
    void reply.code(201).header('location', `/api/tenants/${tenant.id}`);
    return tenant;
  });
  server.patch('/api/tenants/:id', { config: requires('tenants:update') }, (request: ById) =>
    tenants.update(callerOf(request), request.params.id, request.body as UpdateTenantInput, deadlineOf(request)),
  );
}
