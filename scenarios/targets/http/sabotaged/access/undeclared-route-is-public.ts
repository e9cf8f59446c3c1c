import { openToAll } from '../../../../../src/http/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const undeclaredRouteIsPublic = httpSaboteur(
  'undeclared-route-is-public',
  {
    mistake: 'a route without permission is taken for a public one',
    caughtBy: [{ scenario: 'ACCESS-2', message: /started with a route that declares neither a permission nor public/ }],
  },
  {
    registrar: (server) => (path, handler) => {
      server.get(path, { config: openToAll }, handler);
    },
  },
);
