import type { FastifyReply } from 'fastify';
import type { Problem } from './problem.ts';

/** Answers with problem details. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(problem);
}
