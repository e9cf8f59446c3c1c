import type { RequestHandler } from 'msw';
import { RustokError } from '../../src/errors/index.ts';

/** What `http.get(…)` of msw 3 returns; told by its shape, for msw is an optional peer. */
export interface MswHandler {
  run(request: never): unknown;
}

/** Answers the requests that the code under test sends to others. */
export interface HttpMock {
  /** Handlers of msw, `http.get('https://example.com/rates', …)`; the last one given is asked first. */
  use(...handlers: MswHandler[]): void;
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
  /** Lets requests to that origin through: an application under test that listens. */
  letPass(url: string): void;
  /** Throws an `UnhandledRequestError` if a request was not handled. */
  check(): void;
}

/** Whether one has the network of this process. */
let isTaken = false;

/**
 * Takes over the outgoing HTTP of this process: what no handler answers is refused, and told by `check`. Connections to databases
 * and other sockets that speak no HTTP pass. One at a time, for the network is the process's: rejects with HTTP_MOCK_IN_USE while
 * another is listening.
 */
export async function openHttpMock(): Promise<OpenHttpMock> {
  if (isTaken) {
    throw new RustokError(
      'HTTP_MOCK_IN_USE',
      'The fixture http: another test that runs at the same time has it, and outgoing HTTP is the whole process’s. Tests that take http cannot run by test.concurrent.',
    );
  }
  isTaken = true;
  try {
    return await listen();
  } catch (error) {
    isTaken = false;
    throw error;
  }
}

async function listen(): Promise<OpenHttpMock> {
  const { setupServer } = await loadMsw();
  const unhandled: string[] = [];
  const passing = new Set<string>();
  const server = setupServer();
  let isListening = true;
  server.listen({
    onUnhandledFrame: ({ frame }) => {
      const request = requestOf(frame);
      if (request !== undefined && passing.has(new URL(request.url).origin)) return;
      unhandled.push(request === undefined ? `a connection by ${frame.protocol}` : `${request.method} ${request.url}`);
      // The defaults that msw offers here only print, and another error would be answered with 500: this one ends the request.
      // oxlint-disable-next-line typescript/only-throw-error -- how msw is told of a network error
      throw Response.error();
    },
  });
  return {
    use: (...handlers) => server.use(...(handlers as unknown as RequestHandler[])),
    unhandled: () => [...unhandled],
    letPass: (url) => void passing.add(new URL(url).origin),
    check() {
      if (unhandled.length > 0) throw new UnhandledRequestError(unhandled);
    },
    [Symbol.dispose]() {
      if (!isListening) return;
      isListening = false;
      server.close();
      isTaken = false;
    },
  };
}

/** A WebSocket is none. */
function requestOf({ data }: { readonly data: unknown }): Request | undefined {
  const request = typeof data === 'object' && data !== null && 'request' in data ? data.request : undefined;
  return request instanceof Request ? request : undefined;
}

/** In a function of its own, for the peer is optional. */
function loadMsw() {
  return import('./msw.ts');
}
