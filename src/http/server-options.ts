import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import { answerClientError } from './client-errors.ts';
import { problemOf } from './problem.ts';
import { sendProblem } from './send-problem.ts';

/** 1,000,000 characters of text, at most four bytes each, twice. */
const bodyLimit = 8 * 2 ** 20;

/** Fastify's options: nothing waits for a client longer than the deadline. */
export function serverOptions(deadlineMs: number): FastifyHttpOptions<Server> {
  return {
    logger: false,
    bodyLimit,
    // The time that a client may take to send a request, looked at twice a deadline.
    requestTimeout: deadlineMs,
    // A client that neither sends nor reads.
    connectionTimeout: 2 * deadlineMs,
    http: { headersTimeout: deadlineMs, connectionsCheckingInterval: Math.ceil(deadlineMs / 2) },
    forceCloseConnections: 'idle',
    // An id in a path is judged by the service, whatever its length.
    routerOptions: { maxParamLength: 16_384 },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply, problemOf(error));
    },
  };
}
