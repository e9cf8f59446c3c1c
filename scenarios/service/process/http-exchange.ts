import { type IncomingMessage, request as open } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request to a service on this machine. */
export interface ExchangeRequest {
  readonly port: number;
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Gives the request up. */
  readonly signal?: AbortSignal;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly body: string;
}

/** One request on a connection of its own; rejects when the connection ends without a whole answer. */
export function exchange({ body, signal, headers, ...target }: ExchangeRequest): Promise<ExchangeAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ExchangeAnswer>();
  const sent = open({
    ...target,
    host: '127.0.0.1',
    agent: false,
    headers: { ...headers, connection: 'close' },
    ...(signal === undefined ? {} : { signal }),
  });
  sent.on('response', (response: IncomingMessage) => {
    text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
