import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { UserService } from '../accounts/index.ts';
import { callable, checkConfiguration, milliseconds, objectWith, withMethods } from '../configuration/index.ts';
import type { NodeService } from '../content/index.ts';
import { type Database, openedDatabase } from '../database/index.ts';
import {
  type TenantResolver,
  type TenantService,
  type TenantSource,
  tenantIdentification,
  tenantSourceSchema,
} from '../tenancy/index.ts';
import { admitRequests } from './admission.ts';
import { type RequestChecks, requestChecks } from './checks.ts';
import { fastify } from './fastify.ts';
import { parseJsonBody, parseUnusedBody } from './json-body.ts';
import { problem, problemOf } from './problem.ts';
import { type DeclaredRoute, declaredAccess } from './route-access.ts';
import { nodeRoutes } from './routes/node-routes.ts';
import { probeRoutes } from './routes/probe-routes.ts';
import { tenantRoutes } from './routes/tenant-routes.ts';
import { userRoutes } from './routes/user-routes.ts';
import { sendProblem } from './send-problem.ts';
import { serverOptions } from './server-options.ts';
import { type TokenOptions, Tokens, tokenOptionsSchema } from './tokens.ts';

/** The services that the application serves. */
export interface ApplicationServices {
  readonly database: Database;
  readonly nodes: NodeService;
  readonly tenants: TenantService;
  readonly users: UserService;
  readonly resolver: TenantResolver;
}

/** What the application is made of; only services and tokens must be given. */
export interface ApplicationOptions {
  readonly services: ApplicationServices;
  readonly tokens: TokenOptions | Tokens;
  /** Default: the header X-Tenant-ID. */
  readonly tenantSource?: TenantSource;
  /** Bounds each request, in milliseconds; default and at most the database's deadline. */
  readonly deadlineMs?: number;
  /** Checks in place of the default ones. */
  readonly checks?: Partial<RequestChecks>;
  /** Further routes; each must declare its access as the others do. */
  readonly routes?: (server: FastifyInstance) => void;
  /** Receives errors that are answered with 500; by default the database's `reportError`. */
  readonly reportError?: (error: unknown) => void;
}

/** The reference application over HTTP; it owns no service and closes none. */
export interface Application extends AsyncDisposable {
  readonly server: FastifyInstance;
  readonly tokens: Tokens;
  /** Every route with what it takes to call it, HEAD included. */
  readonly routes: readonly DeclaredRoute[];
  /** Requests that have arrived since the application was made. */
  arrivals(): number;
  /** Listens and returns the address as a URL; by default on a free port of the loopback interface. */
  listen(address?: { readonly host?: string; readonly port?: number }): Promise<string>;
  /** Refuses new requests and lets those under way finish, within the deadline. */
  close(): Promise<void>;
}

const optionsSchema = objectWith({
  services: objectWith({
    database: openedDatabase,
    nodes: withMethods('list', 'get', 'create', 'update'),
    tenants: withMethods('list', 'create', 'update'),
    users: withMethods('list', 'get', 'create', 'update', 'findForSignIn'),
    resolver: withMethods('resolve'),
  }),
  tenantSource: tenantSourceSchema.optional(),
  deadlineMs: milliseconds.optional(),
  checks: z.record(z.string(), callable.optional(), 'must be an object').optional(),
  routes: callable.optional(),
  reportError: callable.optional(),
});
const signingSchema = optionsSchema.extend({ tokens: tokenOptionsSchema });

/** Builds the application; throws ROUTE_WITHOUT_PERMISSION for a route that declares neither a permission nor that it is public. */
export function createApplication(options: ApplicationOptions): Application {
  const isSigned = options?.tokens instanceof Tokens;
  checkConfiguration(isSigned ? optionsSchema : signingSchema, 'The configuration of the application', options);
  const { services } = options;
  const tokens = options.tokens instanceof Tokens ? options.tokens : new Tokens(options.tokens);
  const deadlineMs = Math.min(options.deadlineMs ?? services.database.deadlineMs, services.database.deadlineMs);
  const server = fastify(serverOptions(deadlineMs));
  const routes: DeclaredRoute[] = [];
  server.addHook('onRoute', ({ method, url, config }) => {
    for (const name of [method].flat()) {
      routes.push({ method: name, url, access: declaredAccess(name, url, config?.access) });
    }
  });
  let arrivals = 0;
  server.addHook('onRequest', (_request, _reply, next) => {
    arrivals += 1;
    next();
  });
  admitRequests(server, {
    identify: identification(options.tenantSource),
    checks: { ...requestChecks({ ...services, tokens }), ...options.checks },
    deadlineMs,
  });
  readJsonOnly(server);
  answerWithProblems(server, options.reportError ?? services.database.reportError);
  probeRoutes(server, services.database);
  tenantRoutes(server, services.tenants);
  userRoutes(server, services.users);
  nodeRoutes(server, services.nodes);
  options.routes?.(server);
  const close = async (): Promise<void> => {
    const cut = setTimeout(() => server.server.closeAllConnections(), deadlineMs);
    await server.close();
    clearTimeout(cut);
  };
  return {
    server,
    tokens,
    routes,
    arrivals: () => arrivals,
    listen: ({ host = '127.0.0.1', port = 0 } = {}) => server.listen({ host, port, backlog: 4096 }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function identification(source: TenantSource = { mode: 'header' }) {
  const identify = tenantIdentification(source);
  return ({ headers, socket }: FastifyRequest) => identify({ headers, remoteAddress: socket.remoteAddress });
}

function readJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async ({ routeOptions }: FastifyRequest, body: Buffer) =>
      routeOptions.config.takesNoBody === true ? parseUnusedBody(body) : parseJsonBody(body),
  );
}

function answerWithProblems(server: FastifyInstance, reportError: (error: unknown) => void): void {
  server.setErrorHandler((error, _request, reply) => {
    const answer = problemOf(error);
    if (answer.status === 500) reportError(error);
    return sendProblem(reply, answer);
  });
  server.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      problem(404, 'ROUTE_NOT_FOUND', `There is no route ${request.method} ${request.url.split('?')[0]}`),
    ),
  );
}
