import type { HttpRequest, HttpService, JsonValue, TenantSeed, UserSeed } from '../contract/index.ts';
import { claimsOf, signToken } from './sign-token.ts';

/** What is asked for, whoever asks. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: JsonValue;
  /** The version that the caller has seen. */
  readonly version?: number;
}

/** Who asks: a user, somebody with a token, or nobody. */
export interface Asker {
  readonly tenant?: Pick<TenantSeed, 'id'> | undefined;
  readonly token?: string | undefined;
}

/** The call as a request of a signed-in user of the tenant. */
export function requestOf(http: HttpService, user: UserSeed, call: Call): HttpRequest {
  const token = signToken(http.tokens, claimsOf(user, http.tokens));
  return requestBy({ tenant: { id: user.tenantId }, token }, call);
}

/** The call as a request with the tenant and the token given, each left out when it is not. */
export function requestBy({ tenant, token }: Asker, { method, path, body, version }: Call): HttpRequest {
  return {
    method,
    path,
    headers: {
      ...(tenant === undefined ? {} : { 'x-tenant-id': tenant.id }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
