import { NotFoundError } from '../../../../../src/errors/index.ts';
import { httpSaboteur } from '../http-saboteur.ts';
import { tenantOfNode } from '../tenant-of-node.ts';

export const getByIdWithoutTenant = httpSaboteur(
  'get-by-id-without-tenant',
  {
    mistake: 'a node is read by its id, whichever tenant it is of',
    caughtBy: [
      {
        scenario: 'ACCESS-5',
        message: /super_admin: GET \/api\/content\/nodes\/:id of another tenant's \w+: 200 .*instead of 404/,
      },
    ],
  },
  {
    nodes: (right, services) => ({
      get: async (context, id, options) => {
        const tenantId = await tenantOfNode(services, id);
        if (tenantId === undefined) throw new NotFoundError(`There is no node ${id}`);
        return right.get({ ...context, tenantId }, id, options);
      },
    }),
  },
);
