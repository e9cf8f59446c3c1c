import { httpSaboteur } from '../http-saboteur.ts';
import { tenantOfNode } from '../tenant-of-node.ts';

export const badIdReachesTheDatabase = httpSaboteur(
  'bad-id-reaches-the-database',
  {
    mistake: 'an id that is no uuid is left for the database to refuse',
    caughtBy: [{ scenario: 'VALIDATION-7', message: /GET \/api\/content\/nodes\/:id of x: 500 instead of 400/ }],
  },
  {
    nodes: (right, services) => ({
      get: async (context, id, options) => {
        await tenantOfNode(services, id);
        return right.get(context, id, options);
      },
    }),
  },
);
