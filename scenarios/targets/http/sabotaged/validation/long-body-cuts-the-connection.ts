import { httpSaboteur } from '../http-saboteur.ts';

const limit = 8 * 2 ** 20;

export const longBodyCutsTheConnection = httpSaboteur(
  'long-body-cuts-the-connection',
  {
    mistake: 'whoever sends too much is cut off without an answer',
    caughtBy: [{ scenario: 'VALIDATION-13', message: /with 10 MB, over a socket: not answered at all/ }],
  },
  {
    plug: (server) => {
      server.addHook('onRequest', async (request) => {
        if (Number(request.headers['content-length']) > limit) request.raw.socket.destroy();
      });
    },
  },
);
