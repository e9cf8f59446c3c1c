import { openToAll } from '../../../../../src/http/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const routeWithoutAPolicy = httpSaboteur(
  'route-without-a-policy',
  {
    mistake: 'a route that no policy names is open to all',
    caughtBy: [{ scenario: 'ACCESS-1', message: /GET \/api\/debug is served, and no policy names it/ }],
  },
  { plug: (server) => void server.get('/api/debug', { config: openToAll }, async () => ({ open: true })) },
);
