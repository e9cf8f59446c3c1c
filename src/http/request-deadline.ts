import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../tenancy/index.ts';

/** What bounds one request: its deadline, and the client that may go away. */
export class RequestDeadline implements Caller {
  readonly #endsAt: number;
  readonly #reply: FastifyReply;
  #cancellation: AbortController | undefined;

  constructor(reply: FastifyReply, deadlineMs: number) {
    this.#endsAt = performance.now() + deadlineMs;
    this.#reply = reply;
  }

  /** What is left, in milliseconds; at least 1, so that what begins too late fails by its own deadline. */
  get deadlineMs(): number {
    return Math.max(1, Math.ceil(this.#endsAt - performance.now()));
  }

  /** Aborted when the client closes its connection before it was answered; made only for who asks. */
  get signal(): AbortSignal {
    this.#cancellation ??= this.#watch();
    return this.#cancellation.signal;
  }

  #watch(): AbortController {
    const cancellation = new AbortController();
    const { raw } = this.#reply;
    if (raw.destroyed) cancellation.abort(new ClientGoneError());
    else {
      raw.once('close', () => {
        if (!raw.writableFinished) cancellation.abort(new ClientGoneError());
      });
    }
    return cancellation;
  }
}

/** Nobody is left to read the answer. */
export class ClientGoneError extends Error {
  override readonly name = 'ClientGoneError';

  constructor() {
    super('The client closed the connection before it was answered');
  }
}

/** The bounds of this request. */
export function deadlineOf(request: FastifyRequest): RequestDeadline {
  if (request.deadline === null) throw new Error(`${request.method} ${request.url} was not admitted`);
  return request.deadline;
}
