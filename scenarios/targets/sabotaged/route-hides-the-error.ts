import type { NodeResponse } from '../../../src/content/index.ts';
import { commitSaboteur } from './commit-saboteur.ts';

export const routeHidesTheError = commitSaboteur(
  'route-hides-the-error',
  {
    mistake: 'the route answers success although the service has refused: the error is caught on the way',
    caughtBy: [
      {
        scenario: 'COMMIT-26',
        message: /lost: PATCH \/api\/content\/nodes\/:id, deferred constraint fails .*the caller was told success/,
      },
    ],
  },
  {
    http: {
      nodes: (right) => ({
        update: async (context, id, input, options) => {
          try {
            return await right.update(context, id, input, options);
          } catch {
            const { expectedVersion } = options;
            return { id, version: expectedVersion + 1 } as NodeResponse;
          }
        },
      }),
    },
  },
);
