export {
  type Application,
  type ApplicationOptions,
  type ApplicationServices,
  createApplication,
} from './application.ts';
export { type RequestChecks, requestChecks } from './checks.ts';
export { type DeclaredRoute, type RouteAccess, openInTenant, openToAll, requires } from './route-access.ts';
export type { Problem } from './problem.ts';
export { type TokenClaims, type TokenOptions, Tokens } from './tokens.ts';
