import type { Subject } from '../contract/index.ts';
import { accountOperations } from './account-operations.ts';
import { nodeOperations } from './node-operations.ts';
import type { HttpMistake } from './http/http-mistake.ts';
import { unitOperations } from './unit-operations.ts';
import type { WiredReference } from './wire-reference.ts';

/** The operations of a wired reference, in one way of calling them. */
export interface Reached extends AsyncDisposable {
  readonly operations: Subject['operations'];
}

/** A way of calling the operations of a wired reference. */
export type Reach = (reference: WiredReference) => Promise<Reached>;

/** Calls the services. */
export const directly: Reach = async (reference) => ({
  operations: { ...nodeOperations(reference), ...accountOperations(reference), ...unitOperations(reference) },
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

/** Sends requests to the routes that write, on a socket. Fastify is an optional peer, loaded for the scenarios that need it. */
export function byRoutes(mistake?: HttpMistake): Reach {
  return async (reference) => {
    const { serveRoutes } = await import('./http/serve-routes.ts');
    return serveRoutes(reference, mistake);
  };
}
