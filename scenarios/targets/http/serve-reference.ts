import { type Application, Tokens, createApplication, requestChecks } from '../../../src/http/index.ts';
import { type Services, createServices } from '../../../src/index.ts';
import type { SecurityContext } from '../../../src/access/index.ts';
import { type HttpAnswer, InconclusiveError, type ProgramCaller, type TokenSigning } from '../../contract/index.ts';
import type { WiredReference } from '../wire-reference.ts';
import type { HttpMistake } from './http-mistake.ts';
import { operationsThat } from './operations-that.ts';

export const tokenSigning: TokenSigning = {
  secret: 'the secret of every proof: at least 32 bytes long',
  issuer: 'rustok-proof',
  audience: 'rustok-proof-services',
};

/** The reference application on a wired reference. */
export interface ServedReference extends AsyncDisposable {
  readonly application: Application;
  /** The same application for a caller whose security context is made in this process. */
  applicationAs(caller: ProgramCaller): Application;
  startWithUndeclaredRoute(): Promise<Error | undefined>;
}

/** Builds the application; `mistake` exchanges parts. */
export async function serveReference(
  { database, parts }: WiredReference,
  mistake: HttpMistake = {},
): Promise<ServedReference> {
  const services = await createServices({ database, transport: parts.transport });
  const application = applicationOf(services, mistake);
  return {
    application,
    applicationAs: (caller) =>
      applicationOf(services, {
        ...mistake,
        checks: (right) => ({ ...mistake.checks?.(right, services), ...checksFor(caller) }),
      }),
    startWithUndeclaredRoute: () => startWithUndeclaredRoute(services, mistake),
    [Symbol.asyncDispose]: () => application.close(),
  };
}

function applicationOf(services: Services, mistake: HttpMistake, routes = mistake.plug): Application {
  const { database, resolver } = services;
  const tokens = new Tokens(tokenSigning);
  const nodes = operationsThat(services.nodes, mistake.nodes?.(services.nodes, services));
  const users = operationsThat(services.users, mistake.users?.(services.users, services));
  const tenants = operationsThat(services.tenants, mistake.tenants?.(services.tenants, services));
  return createApplication({
    services: { database, resolver, nodes, users, tenants },
    tokens,
    checks: mistake.checks?.(requestChecks({ resolver, users, tokens }), services) ?? {},
    // What is answered with 500 is judged by its answer.
    reportError: () => undefined,
    ...(routes === undefined ? {} : { routes }),
  });
}

/** The checks that only a user's request can pass are passed; those of the context remain. */
function checksFor(caller: ProgramCaller): NonNullable<Parameters<typeof createApplication>[0]['checks']> {
  const context: SecurityContext = { ...caller };
  return {
    verifyToken: async () => ({ userId: '', tenantId: caller.tenantId }),
    checkTokenTenant: () => undefined,
    findUser: async ({ userId, tenantId }) => ({
      id: userId,
      tenantId,
      email: '',
      role: caller.role ?? 'customer',
      status: 'active',
      createdAt: '',
      updatedAt: '',
    }),
    checkUserStatus: () => undefined,
    contextOf: () => context,
  };
}

async function startWithUndeclaredRoute(services: Services, mistake: HttpMistake): Promise<Error | undefined> {
  let started: Application;
  try {
    started = applicationOf(services, mistake, (server) => {
      const register = mistake.registrar?.(server) ?? ((path, handler) => server.get(path, handler));
      register('/api/undeclared', async () => ({ served: true }));
    });
  } catch (error) {
    if (error instanceof Error) return error;
    throw new InconclusiveError(`the application was refused with ${String(error)}`, { cause: error });
  }
  await using application = started;
  const outcome = await Promise.allSettled([application.server.ready()]);
  return outcome[0].status === 'rejected' ? (outcome[0].reason as Error) : undefined;
}

/** Header values as text. */
export function answerOf(status: number, headers: Readonly<Record<string, unknown>>, body: string): HttpAnswer {
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body,
  };
}
