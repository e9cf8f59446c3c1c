import type { Operation } from '../../contract/index.ts';
import type { WiredReference } from '../wire-reference.ts';
import type { HttpMistake } from './http-mistake.ts';
import { routeClient } from './route-client.ts';
import { routeOperations } from './route-operations.ts';
import { serveReference } from './serve-reference.ts';

/** The operations of a served reference, which is closed with them. */
export interface ServedRoutes extends AsyncDisposable {
  readonly operations: Readonly<Record<string, Operation>>;
}

/** Serves the reference on a socket and offers its routes that write. */
export async function serveRoutes(reference: WiredReference, mistake?: HttpMistake): Promise<ServedRoutes> {
  const served = await serveReference(reference, mistake);
  const operations = routeOperations(await routeClient(served));
  return { operations, [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]() };
}
