import type { JsonValue } from '../../contract/index.ts';
import { userIds } from '../../../fixtures/index.ts';
import { actor } from '../world.ts';
import type { ServedReference } from './serve-reference.ts';

/** A request of an operation; `version` is the entity tag that a write has seen. */
export interface RouteCall {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: JsonValue;
  readonly version?: string;
  readonly as?: 'admin' | 'super_admin';
}

/** What a write was answered with: the row's id, and the entity tag where the row has versions. */
export interface Written {
  readonly id: string;
  readonly version: string;
}

/** Sends a request over a socket and resolves with what was written; an answer from 400 on is an error. */
export type SendCall = (call: RouteCall) => Promise<Written>;

/** Listens, and sends requests with the application's own tokens. */
export async function routeClient({ application }: ServedReference): Promise<SendCall> {
  const address = await application.listen();
  const tokens = {
    admin: await application.tokens.issue(actor),
    super_admin: await application.tokens.issue({ userId: userIds.superAdmin, tenantId: actor.tenantId }),
  };
  return async ({ method, path, body, version, as = 'admin' }) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens[as]}`,
        'x-tenant-id': actor.tenantId,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': version }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (answer.status >= 400) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
    const { id } = text === '' ? { id: '' } : (JSON.parse(text) as { id: string });
    return { id, version: answer.headers.get('etag') ?? '' };
  };
}
