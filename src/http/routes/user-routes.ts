import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { CreateUserInput, UpdateUserInput, UserService } from '../../accounts/index.ts';
import { callerOf } from '../admission.ts';
import { queryInput } from '../query-input.ts';
import { deadlineOf } from '../request-deadline.ts';
import { requires } from '../route-access.ts';

type ById = FastifyRequest<{ Params: { id: string } }>;

/** The users of the caller's tenant. */
export function userRoutes(server: FastifyInstance, users: UserService): void {
  server.get('/api/users', { config: requires('users:list') }, (request) =>
    users.list(callerOf(request), queryInput(request.query), deadlineOf(request)),
  );
  server.post('/api/users', { config: requires('users:create') }, async (request, reply) => {
    const user = await users.create(callerOf(request), request.body as CreateUserInput, deadlineOf(request));
    void reply.code(201).header('location', `/api/users/${user.id}`);
    return user;
  });
  server.get('/api/users/:id', { config: requires('users:read') }, (request: ById) =>
    users.get(callerOf(request), request.params.id, deadlineOf(request)),
  );
  server.patch('/api/users/:id', { config: requires('users:update') }, (request: ById) =>
    users.update(callerOf(request), request.params.id, request.body as UpdateUserInput, deadlineOf(request)),
  );
}
