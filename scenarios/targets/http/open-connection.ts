import { Agent, request as startRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { HttpAnswer, HttpConnection, HttpRequest } from '../../contract/index.ts';
import { answerOf } from './serve-reference.ts';

/** One connection to the application at `address`, kept from request to request. */
export function openConnection(address: string): HttpConnection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: (request) => send(agent, address, request),
    [Symbol.asyncDispose]: async () => agent.destroy(),
  };
}

function send(agent: Agent, address: string, { method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = startRequest({ agent, hostname, port, method, path, headers: { ...length, ...headers } });
    request.once('error', reject);
    request.once('response', (response) => {
      text(response).then(
        (answered) => resolve(answerOf(response.statusCode ?? 0, response.headers, answered)),
        reject,
      );
    });
    request.end(body);
  });
}
