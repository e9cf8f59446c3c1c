import { openToAll } from '../../../../../src/http/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';

export const routeWithoutLimits = httpSaboteur(
  'route-without-limits',
  {
    mistake: 'a new route takes whatever it is given',
    caughtBy: [
      { scenario: 'VALIDATION-2', message: /POST \/api\/notes takes a body whose limits are not written down/ },
    ],
  },
  { plug: (server) => void server.post('/api/notes', { config: openToAll }, async ({ body }) => body) },
);
