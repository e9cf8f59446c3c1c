import { z } from 'zod';
import { checkConfiguration } from '../../src/configuration/index.ts';
import type { HttpAnswer } from './answer.ts';
import type { HttpRequest, Send } from './send.ts';

/** Further headers of one request; they win over the role's. */
export interface RequestExtras {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests of one caller. A body that is no text is sent as JSON. */
export interface RoleClient {
  get<Body = unknown>(path: string, extras?: RequestExtras): Promise<HttpAnswer<Body>>;
  head(path: string, extras?: RequestExtras): Promise<HttpAnswer>;
  post<Body = unknown>(path: string, body?: unknown, extras?: RequestExtras): Promise<HttpAnswer<Body>>;
  put<Body = unknown>(path: string, body?: unknown, extras?: RequestExtras): Promise<HttpAnswer<Body>>;
  patch<Body = unknown>(path: string, body?: unknown, extras?: RequestExtras): Promise<HttpAnswer<Body>>;
  delete<Body = unknown>(path: string, extras?: RequestExtras): Promise<HttpAnswer<Body>>;
}

/** The headers that sign a request in as somebody; asked anew for each request, so that a token may run out. */
export type SignIn = () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

const rolesSchema = z.record(
  z.string(),
  z.custom<SignIn>(
    (value) => typeof value === 'function',
    "must be a function that returns the headers of a request: () => ({ authorization: '…' })",
  ),
  'must be an object with a function for each role',
);

/** A client for each role. */
export function roleClients<Role extends string>(
  send: Send,
  roles: Readonly<Record<Role, SignIn>>,
): Readonly<Record<Role, RoleClient>> {
  checkConfiguration(rolesSchema, 'The configuration of the roles', roles);
  const clients = Object.entries<SignIn>(roles).map(([role, signIn]) => [role, roleClient(send, signIn)]);
  return Object.fromEntries(clients) as Record<Role, RoleClient>;
}

function roleClient(send: Send, signIn: SignIn): RoleClient {
  const ask = async <Body>(
    method: string,
    path: string,
    { body, headers }: RequestExtras & { readonly body?: unknown } = {},
  ): Promise<HttpAnswer<Body>> => {
    const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const request: HttpRequest = {
      method,
      path,
      headers: {
        ...(sent === undefined ? {} : { 'content-type': 'application/json' }),
        ...(await signIn()),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    };
    return (await send(request)) as HttpAnswer<Body>;
  };
  return {
    get: (path, extras) => ask('GET', path, extras),
    head: (path, extras) => ask('HEAD', path, extras),
    post: (path, body, extras) => ask('POST', path, { ...extras, body }),
    put: (path, body, extras) => ask('PUT', path, { ...extras, body }),
    patch: (path, body, extras) => ask('PATCH', path, { ...extras, body }),
    delete: (path, extras) => ask('DELETE', path, extras),
  };
}
