import type { RequestHandler } from 'msw';
import { RustokError } from '../../src/errors/index.ts';

/** Answers the requests that the code under test sends to others. */
export interface HttpMock {
  /** Handlers of msw, `http.get('https://example.com/rates', …)`; the last one given is asked first. */
  use(...handlers: RequestHandler[]): void;
  /** `GET https://example.com/rates`, for each request that no handler answered. */
  unhandled(): readonly string[];
}

/** Requests went out that no handler answers (UNHANDLED_REQUEST). */
export class UnhandledRequestError extends RustokError {
  override readonly name = 'UnhandledRequestError';

  constructor(requests: readonly string[]) {
    super(
      'UNHANDLED_REQUEST',
      `The code under test sent requests that no handler answers:\n${requests.map((one) => `  ${one}`).join('\n')}\nGive http.use a handler for them, or for their host.`,
    );
  }
}

/** A mock that is listening; dispose of it to give the network back. */
export interface OpenHttpMock extends HttpMock, Disposable {
  /** Throws an `UnhandledRequestError` if a request was not handled. */
  check(): void;
}

/**
 * Takes over the outgoing HTTP of this process: what no handler answers is refused, and told by `check`. Connections to databases
 * and other sockets that speak no HTTP pass. One at a time: the network is the process's.
 */
export async function openHttpMock(): Promise<OpenHttpMock> {
  const { setupServer } = await loadMsw();
  const unhandled: string[] = [];
  const server = setupServer();
  let isListening = true;
  server.listen({
    onUnhandledFrame: ({ frame }) => {
      unhandled.push(nameOf(frame));
      // The defaults that msw offers here only print, and another error would be answered with 500: this one ends the request.
      // oxlint-disable-next-line typescript/only-throw-error -- how msw is told of a network error
      throw Response.error();
    },
  });
  return {
    use: (...handlers) => server.use(...handlers),
    unhandled: () => [...unhandled],
    check() {
      if (unhandled.length > 0) throw new UnhandledRequestError(unhandled);
    },
    [Symbol.dispose]() {
      if (isListening) server.close();
      isListening = false;
    },
  };
}

/** `GET https://example.com/rates`, or for what is no request its protocol. */
function nameOf({ protocol, data }: { readonly protocol: string; readonly data: unknown }): string {
  const request = typeof data === 'object' && data !== null && 'request' in data ? data.request : undefined;
  return request instanceof Request ? `${request.method} ${request.url}` : `a connection by ${protocol}`;
}

/** In a function of its own, for the peer is optional. */
function loadMsw() {
  return import('./msw.ts');
}
