import { httpSaboteur } from '../http-saboteur.ts';

export const headAlwaysFound = httpSaboteur(
  'head-always-found',
  {
    mistake: 'HEAD is answered without asking who may GET',
    caughtBy: [{ scenario: 'ACCESS-13', message: /anonymous: GET \/api\/users: HEAD is answered 200 .*, GET 401/ }],
  },
  {
    plug: (server) => {
      server.addHook('onSend', async (request, reply) => {
        if (request.method === 'HEAD') void reply.code(200);
      });
    },
  },
);
