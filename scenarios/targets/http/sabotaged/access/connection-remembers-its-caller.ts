import type { Socket } from 'node:net';
import type { SecurityContext } from '../../../../../src/access/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const connectionRemembersItsCaller = httpSaboteur(
  'connection-remembers-its-caller',
  {
    mistake: "a connection's first caller answers for the requests after it",
    caughtBy: [
      {
        scenario: 'ACCESS-16',
        message:
          /customer: PATCH \/api\/content\/nodes\/:id of somebody else's draft post, over a socket: 200 instead of 403/,
      },
    ],
  },
  {
    plug: (server) => {
      const callers = new WeakMap<Socket, SecurityContext>();
      server.addHook('preHandler', async (request) => {
        if (request.securityContext === null) return;
        const caller = callers.get(request.raw.socket) ?? request.securityContext;
        callers.set(request.raw.socket, caller);
        request.securityContext = caller;
      });
    },
  },
);
