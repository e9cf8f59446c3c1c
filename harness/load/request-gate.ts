import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Turnstile } from './turnstile.ts';

/**
 * A gate before a served application, in the server's own process: it counts who arrives and, while closed, lets nobody reach the
 * application. It stands in front of the server's `request` listeners, so any application on Node's HTTP server will do.
 */
export class RequestGate {
  readonly #turnstile = new Turnstile();
  #abandoned = 0;

  constructor(server: Server) {
    const listeners = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      response.once('close', () => {
        if (!response.writableFinished) this.#abandoned += 1;
      });
      this.#turnstile.arrive(() => {
        for (const listener of listeners) listener.call(server, request, response);
      });
    });
  }

  /** Requests that have reached the server. */
  get arrived(): number {
    return this.#turnstile.arrived;
  }

  /** Requests whose client had gone before the answer was sent. */
  get abandoned(): number {
    return this.#abandoned;
  }

  /** Keeps requests from now on before the application. */
  close(): void {
    this.#turnstile.close();
  }

  /** Lets those that wait reach the application, in the order of their arrival, and everybody after them. */
  open(): void {
    this.#turnstile.open();
  }
}
