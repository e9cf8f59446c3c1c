import { httpSaboteur } from '../http-saboteur.ts';

export const tenantShowsItsSettings = httpSaboteur(
  'tenant-shows-its-settings',
  {
    mistake: 'the public tenant route answers with the whole tenant',
    caughtBy: [{ scenario: 'ACCESS-14', message: /GET \/api\/tenant shows .*settings/ }],
  },
  {
    plug: (server) => {
      server.addHook('preSerialization', async (request, _reply, payload) =>
        request.routeOptions.url === '/api/tenant' ? request.tenant : payload,
      );
    },
  },
);
