import type { FastifyInstance } from 'fastify';

/** The application, but for what a body of JSON is read as. */
export function jsonParserThat(server: FastifyInstance, parse: (text: string) => unknown, type = 'application/json') {
  if (server.hasContentTypeParser(type)) server.removeContentTypeParser(type);
  server.addContentTypeParser(type, { parseAs: 'string' }, async (_request: unknown, text: string) => parse(text));
}
