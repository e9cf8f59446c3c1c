import type { FastifyInstance } from 'fastify';
import type { UserService } from '../../../src/accounts/index.ts';
import type { NodeService } from '../../../src/content/index.ts';
import type { RequestChecks } from '../../../src/http/index.ts';
import type { Services } from '../../../src/index.ts';
import type { TenantService } from '../../../src/tenancy/index.ts';

/** Some operations of a service, in place of the right ones. */
export type Operations<Service> = Partial<Pick<Service, keyof Service>>;

/** One deliberate mistake: which parts of the served reference it exchanges, given the right ones. */
export interface HttpMistake {
  readonly checks?: (right: RequestChecks, services: Services) => Partial<RequestChecks>;
  readonly nodes?: (right: NodeService, services: Services) => Operations<NodeService>;
  readonly users?: (right: UserService, services: Services) => Operations<UserService>;
  readonly tenants?: (right: TenantService, services: Services) => Operations<TenantService>;
  /** Adds hooks and routes to the application before it starts. */
  readonly plug?: (server: FastifyInstance) => void;
  /** What a further route is registered with. */
  readonly registrar?: (server: FastifyInstance) => Registrar;
}

/** As much of a server as a further route needs. */
export type Registrar = (path: string, handler: () => Promise<unknown>) => void;
