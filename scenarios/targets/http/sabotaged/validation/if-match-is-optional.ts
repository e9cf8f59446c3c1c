import { httpSaboteur } from '../http-saboteur.ts';

export const ifMatchIsOptional = httpSaboteur(
  'if-match-is-optional',
  {
    mistake: 'a write without If-Match is taken to mean the version that is there',
    caughtBy: [
      { scenario: 'VALIDATION-8', message: /DELETE \/api\/content\/nodes\/:id without If-Match: 204 instead of 400/ },
    ],
  },
  {
    plug: (server) => {
      server.addHook('preHandler', async (request) => {
        request.headers['if-match'] ??= '"1"';
      });
    },
  },
);
