import { type HeaderValue, type HttpAnswer, answerOf } from './answer.ts';

/** A request as the role clients send it. */
export interface HttpRequest {
  readonly method: string;
  /** With its query: `/api/content/nodes?limit=10`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A server that takes requests in process: a Fastify instance is one. */
export interface InjectableServer {
  inject(request: {
    readonly method: never;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload?: string;
  }): PromiseLike<{ readonly statusCode: number; readonly headers: object; readonly body: string }>;
}

/** A handler of web requests, as Hono, H3 and others have one. */
export interface FetchServer {
  fetch(request: Request): Response | Promise<Response>;
}

/** An application that answers in process, without a port; or the URL of one that listens. */
export type ApplicationUnderTest = InjectableServer | FetchServer | string;

/** Sends a request to the application. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/** How requests reach the application. */
export function sendTo(application: ApplicationUnderTest): Send {
  if (typeof application === 'string') return (request) => viaFetch((sent) => fetch(sent), application, request);
  if ('inject' in application) return (request) => viaInject(application, request);
  return (request) => viaFetch(async (sent) => application.fetch(sent), 'http://application.test', request);
}

async function viaInject(server: InjectableServer, { method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const answer = await server.inject({
    method: method as never,
    url: path,
    headers,
    ...(body === undefined ? {} : { payload: body }),
  });
  return answerOf(
    answer.statusCode,
    Object.entries(answer.headers as Readonly<Record<string, HeaderValue>>),
    answer.body,
  );
}

async function viaFetch(
  ask: (request: Request) => Promise<Response>,
  base: string,
  { method, path, headers, body }: HttpRequest,
): Promise<HttpAnswer> {
  const request = new Request(new URL(path, base), { method, headers, ...(body === undefined ? {} : { body }) });
  const response = await ask(request);
  return answerOf(response.status, response.headers, await response.text());
}
