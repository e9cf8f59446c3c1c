import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/**
 * A gate before a served application, in the server's own process: it counts who arrives and, while closed, lets nobody reach the
 * application. It stands in front of the server's `request` listeners, so any application on Node's HTTP server will do.
 */
export class RequestGate {
  #arrived = 0;
  #abandoned = 0;
  #isOpen = true;
  #held: (() => void)[] = [];

  constructor(server: Server) {
    const listeners = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#arrived += 1;
      response.once('close', () => {
        if (!response.writableFinished) this.#abandoned += 1;
      });
      this.#pass(() => {
        for (const listener of listeners) listener.call(server, request, response);
      });
    });
  }

  /** Requests that have reached the server. */
  get arrived(): number {
    return this.#arrived;
  }

  /** Requests whose client had gone before the answer was sent. */
  get abandoned(): number {
    return this.#abandoned;
  }

  /** Keeps requests from now on before the application. */
  close(): void {
    this.#isOpen = false;
  }

  /** Lets those that wait reach the application, in the order of their arrival, and everybody after them. */
  open(): void {
    this.#isOpen = true;
    const held = this.#held;
    this.#held = [];
    for (const enter of held) enter();
  }

  #pass(enter: () => void): void {
    if (this.#isOpen) enter();
    else this.#held.push(enter);
  }
}
