import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CreateNodeInput, NodeResponse, NodeService, UpdateNodeInput } from '../../content/index.ts';
import { callerOf } from '../admission.ts';
import { queryInput } from '../query-input.ts';
import { deadlineOf } from '../request-deadline.ts';
import { requires } from '../route-access.ts';
import { entityTag, expectedVersion } from '../version-tag.ts';

type ById = FastifyRequest<{ Params: { id: string } }>;

const collection = '/api/content/nodes';
// Which of these a node needs depends on its kind: the service asks for that one.
const reading = requires('posts:read', 'pages:read', 'comments:read');
const listing = requires('posts:list', 'pages:list', 'comments:list');
const creating = requires('posts:create', 'pages:create', 'comments:create');
const updating = requires('posts:update', 'pages:update', 'comments:update');
const deleting = requires('posts:delete', 'pages:delete', 'comments:delete');

/** Nodes: versions travel as ETag and If-Match, an idempotency key as Idempotency-Key. */
export function nodeRoutes(server: FastifyInstance, nodes: NodeService): void {
  server.get(collection, { config: listing }, (request) =>
    nodes.list(callerOf(request), queryInput(request.query), boundsOf(request)),
  );
  server.post(collection, { config: creating }, async (request, reply) => {
    const idempotencyKey = request.headers['idempotency-key'];
    const node = await nodes.create(callerOf(request), request.body as CreateNodeInput, {
      ...boundsOf(request),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey: String(idempotencyKey) }),
    });
    void reply.code(201).header('location', `${collection}/${node.id}`);
    return tagged(reply, node);
  });
  server.get(`${collection}/:id`, { config: reading }, async (request: ById, reply) =>
    tagged(reply, await nodes.get(callerOf(request), request.params.id, boundsOf(request))),
  );
  server.patch(`${collection}/:id`, { config: updating }, async (request: ById, reply) => {
    const input = request.body as UpdateNodeInput;
    return tagged(reply, await nodes.update(callerOf(request), request.params.id, input, writeOptions(request)));
  });
  server.delete(`${collection}/:id`, { config: { ...deleting, takesNoBody: true } }, async (request: ById, reply) => {
    await nodes.delete(callerOf(request), request.params.id, writeOptions(request));
    return reply.code(204).send();
  });
  for (const transition of ['publish', 'unpublish', 'archive', 'unarchive', 'restore'] as const) {
    const config = { ...(transition === 'restore' ? deleting : updating), takesNoBody: true };
    server.post(`${collection}/:id/${transition}`, { config }, async (request: ById, reply) =>
      tagged(reply, await nodes[transition](callerOf(request), request.params.id, writeOptions(request))),
    );
  }
}

function boundsOf(request: FastifyRequest): { deadlineMs: number } {
  return { deadlineMs: deadlineOf(request).deadlineMs };
}

function writeOptions(request: FastifyRequest): { expectedVersion: number; deadlineMs: number } {
  return { expectedVersion: expectedVersion(request.headers), ...boundsOf(request) };
}

function tagged(reply: FastifyReply, node: NodeResponse): NodeResponse {
  void reply.header('etag', entityTag(node.version));
  return node;
}
