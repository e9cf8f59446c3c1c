import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SecurityContext } from '../access/index.ts';
import { UnauthenticatedError } from '../errors/index.ts';
import { runInOperation } from '../events/index.ts';
import type { TenantContext, TenantIdentifier } from '../tenancy/index.ts';
import type { RequestChecks } from './checks.ts';
import { RequestDeadline } from './request-deadline.ts';
import type { RouteAccess } from './route-access.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: RouteAccess;
    /** The route takes no body: an empty one is none, whatever it is called. */
    takesNoBody?: boolean;
  }
  interface FastifyRequest {
    deadline: RequestDeadline | null;
    tenant: TenantContext | null;
    securityContext: SecurityContext | null;
  }
}

export interface AdmissionOptions {
  readonly identify: (request: FastifyRequest) => TenantIdentifier;
  readonly checks: RequestChecks;
  readonly deadlineMs: number;
}

/** Checks every request before its body is read: tenant, token, the token's tenant, the user's status, permission. Its events are one operation's. */
export function admitRequests(server: FastifyInstance, options: AdmissionOptions): void {
  server.decorateRequest('deadline', null);
  server.decorateRequest('tenant', null);
  server.decorateRequest('securityContext', null);
  server.addHook('onRequest', async (request, reply) => {
    const { access } = request.routeOptions.config;
    if (request.is404 || access === undefined) return;
    await admit(request, reply, access, options);
  });
  // After the body was read: the events of a socket do not carry the context of who listens to them.
  server.addHook('preHandler', (request, _reply, next) => {
    if (request.securityContext === null) next();
    else runInOperation(next);
  });
}

async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  access: RouteAccess,
  { identify, checks, deadlineMs }: AdmissionOptions,
): Promise<void> {
  const deadline = new RequestDeadline(reply, deadlineMs);
  request.deadline = deadline;
  if (access.kind === 'public' && access.tenant === 'none') return;
  const tenant = await checks.resolveTenant(identify(request), deadline);
  request.tenant = tenant;
  if (access.kind === 'public') return;
  const claims = await checks.verifyToken(bearerToken(request));
  checks.checkTokenTenant(claims, tenant);
  const user = await checks.findUser(claims, deadline);
  checks.checkUserStatus(user);
  const context = checks.contextOf(user, claims);
  checks.checkPermission(context, access.anyOf);
  request.securityContext = context;
}

function bearerToken({ headers }: FastifyRequest): string {
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) throw new UnauthenticatedError('A bearer token is required');
  return token;
}

/** The caller of a route with a permission. */
export function callerOf(request: FastifyRequest): SecurityContext {
  if (request.securityContext === null) throw new Error(`${request.method} ${request.url} was not admitted`);
  return request.securityContext;
}
