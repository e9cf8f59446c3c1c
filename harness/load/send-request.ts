import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { requireLoopback } from './loopback.ts';

/** One answer, whole. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One request under way on a connection of its own. */
export interface SentRequest {
  /** Rejects when the connection ends without an answer. */
  readonly answer: Promise<HttpAnswer>;
  /** Goes away: closes the connection without waiting for the answer. */
  abandon(): void;
}

/** Sends one request on a connection of its own, which can be given up. */
export function sendRequest(options: { url: string; headers?: Readonly<Record<string, string>> }): SentRequest {
  requireLoopback(options.url);
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const sent = request(options.url, { agent: false, headers: { ...options.headers, connection: 'close' } });
  sent.on('response', (response: IncomingMessage) => {
    text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
  });
  sent.on('error', reject);
  sent.end();
  return { answer: promise, abandon: () => void sent.destroy() };
}
